import { IsArray, IsIn, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { type Misfit, type Product, SETTINGS_FORMATS, type SettingsFormat } from './product.js';
import type { ProductSettings } from './product-settings.js';

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
