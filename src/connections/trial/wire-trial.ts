import { IsBoolean, IsIn, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema, targetConstructorToSchema } from 'class-validator-jsonschema';
import { IsInstant } from '../../management/index.js';
import type { Trial } from './trial.js';
import { TrialReport } from './trial-report.js';

/** A trial that was just made. The link is shown this once. */
export class TrialLink {
  @IsString()
  readonly id!: string;

  @JSONSchema({ description: 'Opens once, in a browser: whoever has it can run the trial.' })
  @IsString()
  readonly url!: string;

  @JSONSchema({ description: 'Where the report can be read as JSON, with a token of this API.' })
  @IsString()
  readonly report_url!: string;

  @JSONSchema({ description: 'When the link ends: 24 hours from now.' })
  @IsInstant()
  readonly expires_at!: string;
}

const STATES = ['waiting', 'opened', 'finished'] as const;

/** A trial as it is read back. */
export class WireTrial {
  @IsString()
  readonly id!: string;

  @JSONSchema({
    description:
      '`waiting`: the link was not opened; `opened`: the sign-in did not come back; `finished`: there is a report.',
  })
  @IsIn(STATES)
  readonly status!: (typeof STATES)[number];

  @JSONSchema({ description: 'Name of the connection.' })
  @IsString()
  readonly connection!: string;

  @JSONSchema({ description: 'Left out for a draft that was never saved.' })
  @IsOptional()
  @IsString()
  readonly connection_id?: string;

  @IsString()
  readonly strategy!: string;

  @JSONSchema({ description: 'Whether something unsaved was tried.' })
  @IsBoolean()
  readonly is_draft!: boolean;

  @IsInstant()
  readonly created_at!: string;

  @IsOptional()
  @IsInstant()
  readonly opened_at?: string;

  @IsOptional()
  @IsInstant()
  readonly finished_at?: string;

  @JSONSchema({ description: 'From then on neither link nor report is there.' })
  @IsInstant()
  readonly expires_at!: string;

  @JSONSchema(() => targetConstructorToSchema(TrialReport))
  @IsOptional()
  @IsObject()
  readonly report?: TrialReport;
}

export function presentTrial(trial: Trial): WireTrial {
  return {
    id: trial.id,
    status: trial.report !== undefined ? 'finished' : trial.openedAt !== undefined ? 'opened' : 'waiting',
    connection: trial.connectionName,
    ...(trial.connectionId !== undefined && { connection_id: trial.connectionId }),
    strategy: trial.strategy,
    is_draft: trial.isDraft,
    created_at: trial.createdAt.toISOString(),
    ...(trial.openedAt !== undefined && { opened_at: trial.openedAt.toISOString() }),
    ...(trial.finishedAt !== undefined && { finished_at: trial.finishedAt.toISOString() }),
    expires_at: trial.expiresAt.toISOString(),
    ...(trial.report !== undefined && { report: trial.report }),
  };
}
