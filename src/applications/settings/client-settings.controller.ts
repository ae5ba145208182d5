import { Get, Param } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { PorticoConfig } from '../../config/index.js';
import { Answers, ManagementApi, RequireScopes } from '../../management/index.js';
import { ApplicationAdministration } from '../application-administration.js';
import { productSettings } from './product-settings.js';
import { productNamed, products } from './products.js';
import { ClientSettingsAnswer, ProductAnswer, presentProduct, presentSettings } from './settings-answers.js';

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
