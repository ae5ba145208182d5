import { IsArray, IsBoolean, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** An API that clients can be granted, as the management API shows it. */
export class ResourceServerAnswer {
  @IsString() readonly id!: string;
  @IsString() readonly name!: string;
  @JSONSchema({ description: 'The audience.' })
  @IsString()
  readonly identifier!: string;
  @IsBoolean() readonly is_system!: boolean;
  @JSONSchema({ items: { type: 'object', required: ['value'], properties: { value: { type: 'string' } } } })
  @IsArray()
  readonly scopes!: readonly { readonly value: string }[];
}
