/** One sign-in through a connector without a hub: both turns, with every stage in a trace. */
import { randomBytes } from 'node:crypto';
import type {
  AuthorizeRequest,
  Connector,
  ConnectorDefinition,
  UpstreamIdentity,
  UserProfile,
} from '../../connectors/index.js';
import { ConnectorError } from '../../connectors/index.js';
import type { Trace } from './trace.js';

/** As long as a hub gives a callback. */
const TIME_LIMIT = 10_000;

export interface TriedSignIn {
  readonly definition: ConnectorDefinition;
  readonly options: object;
  readonly callbackUrl: string;
  readonly asked: Pick<AuthorizeRequest, 'prompt' | 'loginHint'>;
  readonly trace: Trace;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  /** Sends somebody's browser to the URL, and resolves with what it brings back. */
  readonly browse: (url: string) => Promise<URLSearchParams>;
}

/** @throws {ConnectorError} explained in the trace already; anything else is a fault of the connector. */
export async function trySignIn(tried: TriedSignIn): Promise<void> {
  const { definition, options, trace } = tried;
  for (const name of definition.secrets) trace.hide(String(Reflect.get(options, name) ?? ''));
  const connector = definition.create(options, {
    fetch: trace.fetch(tried.fetch),
    now: tried.now,
    logger: trace.logger(),
    connection: { name: 'try', domains: [] },
  });
  try {
    const identity = await bothTurns(connector, tried);
    conclude(trace, identity, connector.mapProfile(identity));
  } catch (error) {
    if (error instanceof ConnectorError) explain(trace, error);
    throw error;
  }
}

async function bothTurns(connector: Connector, { callbackUrl, asked, trace, browse }: TriedSignIn) {
  const state = randomBytes(32).toString('base64url');
  const { url, checks, state: chosen } = await connector.authorize({ ...asked, state, callbackUrl, observer: trace });
  const sent = chosen ?? state;
  trace.line('keeps', `checks ${Object.keys(checks).join(', ') || 'none'}`);
  const parameters = await browse(url);
  for (const name of ['code', 'id_token', 'access_token']) trace.hide(parameters.get(name) ?? '');
  trace.line('answer', `parameters ${[...new Set(parameters.keys())].join(', ') || 'none'}`);
  if (parameters.get('state') !== sent && parameters.get('RelayState') !== sent) {
    throw new Error('The answer carries another state than was sent: a hub would not pass it to the connector.');
  }
  return await connector.callback({
    parameters,
    callbackUrl,
    state: sent,
    // As a hub keeps them.
    checks: JSON.parse(JSON.stringify(checks)) as typeof checks,
    signal: AbortSignal.timeout(TIME_LIMIT),
    observer: trace,
  });
}

function conclude(trace: Trace, { claims, ...identity }: UpstreamIdentity, profile: UserProfile): void {
  for (const [what, value] of Object.entries({ identity, claims, profile })) {
    trace.line(what, JSON.stringify(value, undefined, 2));
  }
}

function explain(trace: Trace, error: ConnectorError): void {
  trace.line('refused', `${error.code} at the step "${error.step}": ${error.message}`);
  trace.line('mended by', error.actor);
  trace.line('page', error.publicMessage);
  if (error.upstream !== undefined) trace.line('upstream', JSON.stringify(error.upstream));
}
