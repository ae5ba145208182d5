import { Get, Param } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { IsArray, IsIn, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { PorticoConfig } from '../config/index.js';
import { Answers, ManagementApi, RequireScopes } from '../management/index.js';
import { ApplicationAdministration } from './application-administration.js';
import { type ProductSettings, productNamed, productSettings, products } from './product-settings.js';

import { type Misfit, type Product, SETTINGS_FORMATS, type SettingsFormat } from './products/product.js';

/** A product that there are settings for, as the management API shows it. */
export class ProductAnswer {
  @IsString() readonly product!: string;
  @IsString() readonly display_name!: string;
  @IsIn(SETTINGS_FORMATS) readonly format!: SettingsFormat;
}

/** Settings of a product for one client, as the management API shows them. */
export class ClientSettingsAnswer extends ProductAnswer {
  @JSONSchema({ description: 'To paste. Holds a placeholder where the client secret goes.' })
  @IsString()
  readonly settings!: string;
  @JSONSchema({ description: 'What the product sends as redirect_uri: to be registered as callbacks, exactly.' })
  @IsArray()
  @IsString({ each: true })
  readonly callbacks!: readonly string[];
  @IsArray() @IsString({ each: true }) readonly notes!: readonly string[];
  @JSONSchema({
    description: 'What of the client does not fit the product; empty when it fits.',
    items: {
      type: 'object',
      required: ['field', 'message'],
      properties: {
        field: { type: 'string', description: 'Field of the client, or "issuer" for the hub itself.' },
        message: { type: 'string', description: 'What is wrong, and what to do about it.' },
      },
    },
  })
  @IsArray()
  readonly warnings!: readonly Misfit[];
}

export function presentProduct({ name, displayName, format }: Product): ProductAnswer {
  return { product: name, display_name: displayName, format };
}

export function presentSettings(settings: ProductSettings): ClientSettingsAnswer {
  return {
    ...presentProduct(settings.product),
    settings: settings.text,
    callbacks: settings.callbacks,
    notes: settings.notes,
    warnings: settings.misfits,
  };
}

/** `/api/v2/clients/{id}/settings`: ready-to-paste settings of products for one client. */
@ManagementApi('clients/:client_id/settings')
export class ClientSettingsController {
  constructor(
    private readonly applications: ApplicationAdministration,
    private readonly config: PorticoConfig,
  ) {}

  @Get()
  @RequireScopes(['read:clients'])
  @Answers({ of: ProductAnswer, as: 'array' })
  @ApiOperation({ summary: 'List the products that there are settings for' })
  async list(@Param('client_id') clientId: string) {
    await this.applications.read(clientId);
    return products.map(presentProduct);
  }

  @Get(':product')
  @RequireScopes(['read:clients'])
  @Answers({ of: ClientSettingsAnswer })
  @ApiOperation({ summary: 'Settings of a product for a client, ready to paste but for the secret' })
  async read(@Param('client_id') clientId: string, @Param('product') name: string) {
    const product = productNamed(name);
    const application = await this.applications.read(clientId);
    return presentSettings(productSettings(product, application, this.config.issuer));
  }
}
