/** A connector of a strategy that does in each turn what a test tells it to. */
import { IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { AuthorizeRequest, CallbackResponse, Connector, JsonObject } from '../../src/connectors/index.js';
import { definePassportConnector, type PassportSettings } from '../../src/connectors/passport/index.js';
import { testRuntime } from '../../src/connectors/testing/test-runtime.js';

class Options {
  @IsString()
  @JSONSchema({ description: 'Secret.' })
  readonly secret: string = 'canary-secret-of-the-strategy';
}

type Said = Record<'redirect' | 'success' | 'fail' | 'error' | 'pass', (...given: unknown[]) => void>;
export interface Seen {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
  session: unknown;
}
export type Act = (this: Said, request: Seen) => unknown;

export const state = 's'.repeat(43);
export const callbackUrl = 'https://hub.example/login/callback/x';
export const upstream = 'https://upstream.example/authorize';
export const runtime = testRuntime();

/** The turn that is not spoken about goes well. */
const away: Act = function (request) {
  request.session = { nonce: 'a-nonce-that-is-kept' };
  this.redirect(`${upstream}?state=${state}`);
};
const back: Act = function () {
  this.success({ id: '42' });
};

export interface Acts {
  readonly first?: Act;
  readonly second?: Act;
  readonly settings?: Partial<PassportSettings<Options, { readonly id: string }>> | undefined;
}

function connectorOf({ first = away, second = back, settings }: Acts = {}): Connector {
  const definition = definePassportConnector<Options, { readonly id: string }>({
    ...{ interfaceVersion: 1, strategy: 'acting', displayName: 'Acting', protocol: 'none', options: Options },
    secrets: ['secret'],
    endpointOptions: [],
    passport: {
      strategy: ({ request }) => ({
        authenticate: (request === undefined ? second : first) as (request: never) => unknown,
      }),
      network: 'none',
      identity: ({ id }) => ({ issuer: upstream, subject: id, claims: { id, unset: undefined as unknown as null } }),
      profile: () => ({}),
      ...settings,
    },
  });
  return definition.create(new Options(), runtime);
}

export const begin = (acts: Acts, change: Partial<AuthorizeRequest> = {}) =>
  connectorOf(acts).authorize({ state, callbackUrl, ...change });

export async function finish(acts: Acts, change: Partial<CallbackResponse> = {}, checks?: JsonObject) {
  const connector = connectorOf(acts);
  const parameters = new URLSearchParams({ code: 'canary-code-of-the-answer', state });
  const kept = checks ?? (await connectorOf().authorize({ state, callbackUrl })).checks;
  const signal = new AbortController().signal;
  return connector.callback({ parameters, callbackUrl, state, checks: kept, signal, ...change });
}
