import type { SigningKey } from '../../openid-provider/index.js';
import { optional, table, text, textOf, time } from './table.js';

const DAY = 24 * 60 * 60_000;

/** Keys that the hub signs its tokens with. */
export const signingKeys = table('signing_keys', {
  columns: {
    kid: text,
    algorithm: textOf<SigningKey['algorithm']>(),
    /** Sealed JWK, private. */
    jwk_sealed: text,
    created_at: time,
    /** From when on tokens are signed with it: later than `created_at`, so that it is published first. */
    active_from: time,
    /** When it leaves the JWKS; null while no newer key replaces it. */
    retired_at: optional(time),
  },
  key: ['kid'],
  sealed: 'jwk_sealed',
  // Somebody may still ask what an old token was signed with.
  expiry: { column: 'retired_at', keptMs: 7 * DAY },
});
