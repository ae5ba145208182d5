import type { ConsentEvidence } from '../../consents/index.js';
import { optional, type RowOf, table, text, textOf, time } from './table.js';

/** What administrators of upstream directories said they consented to. */
export const adminConsents = table('admin_consents', {
  columns: {
    connection_id: text,
    tenant_id: text,
    claimed_at: time,
    /** Null while it is only claimed. */
    verified_at: optional(time),
    verified_by: optional(textOf<ConsentEvidence>()),
  },
  key: ['connection_id', 'tenant_id'],
  sealed: 'nothing',
  expiry: 'never',
});
export type AdminConsentsTable = RowOf<typeof adminConsents>;
