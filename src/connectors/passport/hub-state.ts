/** The state of a sign-in: the hub's own where the strategy can carry it, the strategy's own otherwise. */
import type { AuthorizeRedirect } from '../connector.js';
import { misconfigured } from '../oidc/protocol/errors.js';
import { STATE, type StrategyRequest } from './run-strategy.js';

const KEY = 'hub_state';

type Session = Record<string, unknown>;
type Done = (error: Error | null, kept?: unknown, state?: unknown) => void;

/**
 * A state store for the option `store` of `passport-oauth2`, `passport-openidconnect` and their families: the upstream
 * echoes the hub's own state, and what must be remembered beside it (a code verifier, or nonce and age) goes into the
 * session. Never one of the strategy's own making, which may be easier to guess.
 */
export interface HubStateStore {
  readonly store: (...given: unknown[]) => void;
  readonly verify: (...given: unknown[]) => void;
}

export const hubState: HubStateStore = {
  // These strategies choose what to hand over by the number of parameters: five here, three below.
  store(request: unknown, kept: unknown, _state: unknown, _meta: unknown, done: unknown) {
    const { session, [STATE]: state } = request as StrategyRequest;
    (session as Session)[KEY] = { state, ...(kept === undefined ? {} : { kept }) };
    (done as Done)(null, state);
  },
  verify(request: unknown, state: unknown, done: unknown) {
    const session = (request as StrategyRequest).session as Session;
    const entry = session[KEY] as { readonly state: string; readonly kept?: unknown } | undefined;
    delete session[KEY];
    const isOurs = entry !== undefined && entry.state === state;
    (done as Done)(null, isOurs ? revived(entry.kept) : false, isOurs ? undefined : { message: 'Another state.' });
  },
};

/** A date came back from storage as a text; `passport-openidconnect` would find no text too old. */
function revived(kept: unknown): unknown {
  if (kept === undefined) return true;
  const issued: unknown = typeof kept === 'object' && kept !== null ? Reflect.get(kept, 'issued') : undefined;
  return typeof issued === 'string' ? { ...(kept as object), issued: new Date(issued) } : kept;
}

/** What the hub demands of a state that is not its own: 22 characters of base64url are 128 bits. */
const UNGUESSABLE = /^[\x21-\x7e]{22,512}$/;

/**
 * The state that the upstream will echo: `state` in OAuth, `RelayState` in SAML.
 * @throws {ConnectorError} `misconfigured` without one: the hub could not tell whose answer comes back, and anybody
 *   could have somebody else finish a sign-in of theirs (RFC 6749, section 10.12).
 */
export function stateOf(redirectUrl: string, requested: string): Pick<AuthorizeRedirect, 'state'> {
  const { searchParams } = new URL(redirectUrl);
  const states = [...searchParams.getAll('state'), ...searchParams.getAll('RelayState')];
  const [state] = states;
  if (state === undefined || states.length > 1) {
    throw misconfigured(
      'authorize',
      'The strategy sends neither one state nor one RelayState. Switch its state on, or give it `hubState` as its store.',
    );
  }
  if (state === requested) return {};
  if (!UNGUESSABLE.test(state)) {
    throw misconfigured('authorize', 'The strategy chose a state of its own that is shorter than 22 characters.');
  }
  return { state };
}
