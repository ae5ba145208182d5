import { IsBoolean, IsObject } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { JsonObject } from '../../connectors/index.js';
import { IsVisibleText, MayBeLeftOut, ReadOnlyField } from '../../management/index.js';
import { IsMetadata, MayBeCleared } from './field-rules.js';

/** What bodies that create and that change a connection have in common. */
export class ConnectionBody {
  @JSONSchema(() => ({
    type: 'string',
    maxLength: 128,
    nullable: true,
    description: 'What people read on the button. Null clears it: then the name is shown.',
  }))
  @MayBeCleared()
  @IsVisibleText(128)
  readonly display_name?: string | null;

  @JSONSchema({
    nullable: true,
    description: 'Whether the login page shows a button. Left out at creation, or null: while there are no domains.',
  })
  @MayBeCleared()
  @IsBoolean()
  readonly show_as_button?: boolean | null;

  @JSONSchema({ description: 'Whether anybody can sign in through it. True at creation when left out.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly is_enabled?: boolean;

  @JSONSchema({ description: 'Refuse people whose e-mail is not of its domains. The same as in `options`.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly restrict_email_domains?: boolean;

  @JSONSchema(() => ({
    type: 'object',
    maxProperties: 10,
    nullable: true,
    additionalProperties: { type: 'string', maxLength: 255, nullable: true },
    description: 'Own notes. In a change null removes one, or all.',
  }))
  @MayBeCleared()
  @IsMetadata()
  readonly metadata?: Readonly<Record<string, string | null>> | null;

  @JSONSchema({
    description:
      'What the strategy takes (see `/api/v2/connectors`), and what every connection has: its domains, logo …',
  })
  @MayBeLeftOut()
  @IsObject()
  readonly options?: JsonObject;

  @ReadOnlyField() readonly id?: unknown;
  @ReadOnlyField() readonly callback_url?: unknown;
  @ReadOnlyField() readonly created_at?: unknown;
  @ReadOnlyField() readonly updated_at?: unknown;
  @ReadOnlyField() readonly revision?: unknown;
  @ReadOnlyField() readonly warnings?: unknown;
  @ReadOnlyField() readonly status?: unknown;
  @ReadOnlyField() readonly next_secrets?: unknown;
  @ReadOnlyField() readonly secret_rotated_at?: unknown;
  @ReadOnlyField() readonly provisioning_ticket_url?: unknown;
  @ReadOnlyField() readonly admin_consent?: unknown;
  // Without a meaning here; the tools of other hubs send them as a matter of course.
  @ReadOnlyField() readonly realms?: unknown;
  @ReadOnlyField() readonly is_domain_connection?: unknown;
  @ReadOnlyField() readonly authentication?: unknown;
  @ReadOnlyField() readonly connected_accounts?: unknown;
}
