import { IsBoolean, IsInt, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

export interface LastFailure {
  readonly log_id: string;
  readonly date: string;
  readonly reason: string;
  readonly step: string;
  readonly upstream_code?: string;
}

/** How a connection has been doing, from what the hub knows already. */
export class ConnectionStatus {
  @IsString()
  readonly id!: string;

  @IsString()
  readonly name!: string;

  @IsBoolean()
  readonly is_enabled!: boolean;

  @JSONSchema({ format: 'date-time', nullable: true })
  @IsString()
  readonly last_success!: string | null;

  @JSONSchema({ nullable: true, description: 'Its `log_id`, `date`, `reason`, `step` and `upstream_code`.' })
  @IsObject()
  readonly last_failure!: LastFailure | null;

  @JSONSchema({ description: '`total`, and how many `by_step`, of the last 24 hours. At most 10,000 are counted.' })
  @IsObject()
  readonly failures_24h!: { readonly total: number; readonly by_step: Readonly<Record<string, number>> };

  @JSONSchema({
    description: "When this instance of the hub loaded the upstream's documents. Empty until somebody signs in.",
  })
  @IsObject()
  readonly documents!: Readonly<Record<string, { readonly loaded_at: string; readonly age_seconds: number }>>;

  @JSONSchema({
    nullable: true,
    description: 'Negative once it has passed; null when nobody said. Left out without `read:connections_options`.',
  })
  @IsOptional()
  @IsInt()
  readonly days_to_expiry?: number | null;
}
