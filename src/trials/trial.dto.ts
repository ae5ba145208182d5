import { IsArray, IsBoolean, IsIn, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema, targetConstructorToSchema } from 'class-validator-jsonschema';
import type { ConnectorErrorActor, JsonObject } from '../connectors/index.js';
import { IsInstant } from '../management/index.js';

const OUTCOMES = ['ok', 'warning', 'failed', 'skipped'] as const;
export type TrialOutcome = (typeof OUTCOMES)[number];

/** One stage of the sign-in: how far it came. */
export interface TrialStage {
  /** `discovery`, `authorize`, `callback`, `token`, `signature`, `claims`, `graph`, `policy`, `profile`, or a connector's own. */
  readonly stage: string;
  readonly outcome: TrialOutcome;
  readonly message: string;
  /** Public facts, as the connector told them. */
  readonly detail?: JsonObject;
}

/** What went well and yet deserves attention. */
export interface TrialWarning {
  readonly stage: string;
  /** Stable code; `connector` for what only the connector has words for. */
  readonly code: string;
  readonly message: string;
  /** Key of `message` in the connector's catalogue. */
  readonly message_key?: string;
}

/** Why the sign-in failed, who must act, and what to do. */
export interface TrialFailure {
  readonly stage: string;
  /** Stable code, as in the events of failed sign-ins. */
  readonly reason: string;
  readonly actor: ConnectorErrorActor;
  readonly message: string;
  readonly what_to_do: string;
  /** Key of `message` in the connector's catalogue. */
  readonly message_key?: string;
  readonly upstream_code?: string;
  readonly upstream_correlation_id?: string;
  readonly upstream_trace_id?: string;
}

/** Whether an application would be told that the address is verified, and why. */
export interface EmailVerdict {
  readonly verified: boolean;
  /** `upstream`, `operator`, `no_address`, `no_evidence`, `domain_not_own` or `domain_of_another`. */
  readonly because: string;
  readonly message: string;
}

const text = { type: 'string' } as const;
const outcome = { enum: [...OUTCOMES] };

/** What a trial sign-in found, with members as they are named on the wire. Holds no secret and no token. */
export class TrialReport {
  @JSONSchema({ description: 'The worst of the stages.' })
  @IsIn(OUTCOMES)
  readonly outcome!: TrialOutcome;

  @JSONSchema({
    description: 'In their order. `skipped`: an earlier one failed, or the connection does without it.',
    items: {
      type: 'object',
      required: ['stage', 'outcome', 'message'],
      properties: { stage: text, outcome, message: text, detail: { type: 'object' } },
    },
  })
  @IsArray()
  readonly stages!: readonly TrialStage[];

  @JSONSchema({
    items: {
      type: 'object',
      required: ['stage', 'code', 'message'],
      properties: { stage: text, code: text, message: text, message_key: text },
    },
  })
  @IsArray()
  readonly warnings!: readonly TrialWarning[];

  @JSONSchema({
    description: 'Of a failed one: `stage`, `reason`, `actor` (who must act), `message`, `what_to_do`, upstream codes.',
  })
  @IsOptional()
  @IsObject()
  readonly failure?: TrialFailure;

  @JSONSchema({ description: '`issuer` and `subject`: what the person would be recognised by.' })
  @IsOptional()
  @IsObject()
  readonly identity?: { readonly issuer: string; readonly subject: string };

  @JSONSchema({ description: 'As received and verified.' })
  @IsOptional()
  @IsObject()
  readonly claims?: JsonObject;

  @JSONSchema({ description: 'The profile they become, under the names of OpenID Connect claims.' })
  @IsOptional()
  @IsObject()
  readonly profile?: JsonObject;

  @JSONSchema({ description: '`verified`, and `because` of what.' })
  @IsOptional()
  @IsObject()
  readonly email_verification?: EmailVerdict;

  @JSONSchema({ description: 'What a sign-in of this person would do: `create`, `recognise` or `refuse`.' })
  @IsOptional()
  @IsIn(['create', 'recognise', 'refuse'])
  readonly user?: 'create' | 'recognise' | 'refuse';

  @JSONSchema({ description: 'Of the request that ended the trial, as in the log.' })
  @IsOptional()
  @IsString()
  readonly correlation_id?: string;
}

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
