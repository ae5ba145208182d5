import { Type } from 'class-transformer';
import { IsArray, IsIn, IsString, ValidateNested } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { type Product, SETTINGS_FORMATS, type SettingsFormat } from './product.js';
import type { ProductSettings } from './product-settings.js';

/** A product that there are settings for, as the management API shows it. */
export class ProductAnswer {
  @IsString() readonly product!: string;
  @IsString() readonly display_name!: string;
  @IsIn(SETTINGS_FORMATS) readonly format!: SettingsFormat;
}

/** What of a client does not fit a product. */
export class SettingsWarning {
  @JSONSchema({ description: 'Field of the client; "issuer" for the hub itself.' })
  @IsString()
  readonly field!: string;
  @JSONSchema({ description: 'What is wrong, and what to do about it.' })
  @IsString()
  readonly message!: string;
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
  @JSONSchema({ description: 'Empty when the client fits the product.' })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SettingsWarning)
  readonly warnings!: readonly SettingsWarning[];
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
