import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { Digits, FieldsPageQuery } from '../../management/index.js';

// In a query a plus sign is a space, so that a zone other than Z is easily lost on the way: it is refused, not guessed.
const DATE_FORM = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/;
const DATE_MESSAGE = 'expiring_before must be a date such as 2027-05-31 or 2027-05-31T12:00:00Z.';

/** Query of `GET /api/v2/connections`. */
export class ListConnectionsQuery extends FieldsPageQuery {
  @JSONSchema({ description: 'Only connections of these strategies (or their aliases). Repeatable.' })
  @Transform(({ value }) => (typeof value === 'string' ? [value] : value))
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(128, { each: true })
  readonly strategy?: readonly string[];

  @JSONSchema({ description: 'Only the connection of this name.' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  readonly name?: string;

  @JSONSchema(() => ({
    type: 'string',
    format: 'date-time',
    description:
      'Only connections whose `options.client_secret_expires_at` is before this date, the expired ones included. Needs the scope `read:connections_options` too.',
  }))
  @IsOptional()
  @IsISO8601({ strict: true }, { message: DATE_MESSAGE })
  @Matches(DATE_FORM, { message: DATE_MESSAGE })
  readonly expiring_before?: string;
}

/** Query of `GET /api/v2/connections/{id}/clients`: by checkpoint only. */
export class EnabledClientsQuery {
  @JSONSchema({ description: 'Checkpoint: `next` of the answer before.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  readonly from?: string;

  @JSONSchema({ description: 'Entries to return, 1 to 100.' })
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly take?: number;
}
