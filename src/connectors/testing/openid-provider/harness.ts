/** The harness of an OpenID Connect connector: its author writes the options, and nothing of an upstream. */
import type { JsonObject, JsonValue } from '../../connector.js';
import { CALLBACK_URL } from '../contract/conversation.js';
import { FORGERIES, type Forgery } from '../upstream/forgeries.js';
import type { ConnectorHarness } from '../upstream/harness.js';
import { LIES, type Lie, OUTAGES, type Outage } from '../upstream/lies.js';
import { completed, factsOf, type OpenIdProviderFacts, type OpenIdProviderSetup } from './options.js';
import { OpenIdProviderUpstream, openIdProvider } from './upstream.js';

export interface OpenIdProviderHarnessOptions extends OpenIdProviderSetup {
  /** The options of a connection to this provider, as an operator sends them. */
  readonly options: (provider: OpenIdProviderFacts) => JsonObject;
  /** Options of which each one is wrong, at least two. Default: all that `options` gives, each of another type. */
  readonly badOptions?: JsonObject;
  /** What the connector cannot be tried on, with the reason, for the report. */
  readonly notApplicable?: Readonly<Partial<Record<Forgery | Outage | Lie, string>>>;
  /** Whether the connector asks UserInfo. Default: false. */
  readonly userinfo?: boolean;
}

const USERINFO: readonly Lie[] = ['userinfo_of_somebody_else', 'userinfo_without_subject'];

/**
 * An OpenID Provider built on `oidc-provider`, in process. It demands PKCE and the registered client authentication,
 * names itself in its answers (RFC 9207), and tells every forgery, outage and lie that the suite knows.
 */
export function openIdProviderHarness(options: OpenIdProviderHarnessOptions): ConnectorHarness {
  const { notApplicable = {}, userinfo = false } = options;
  const setup = completed(setupOf(options), [CALLBACK_URL]);
  const given = options.options(factsOf(setup));
  const provider = openIdProvider(setup);
  const reasons: Readonly<Record<string, string>> = userinfo
    ? notApplicable
    : { ...Object.fromEntries(USERINFO.map((lie) => [lie, 'The connector does not ask UserInfo.'])), ...notApplicable };
  const isLeftOut = (name: string): boolean => Object.hasOwn(reasons, name);
  return {
    options: given,
    badOptions: options.badOptions ?? wronglyTyped(given),
    pkce: setup.pkce,
    forgeries: FORGERIES.filter((one) => !isLeftOut(one)),
    outages: OUTAGES.filter((one) => !isLeftOut(one)),
    lies: LIES.filter((one) => !isLeftOut(one)),
    notApplicable: reasons,
    start: ({ now }) => new OpenIdProviderUpstream(setup, provider, now),
  };
}

/** Without the members that are the harness's. */
function setupOf(options: OpenIdProviderHarnessOptions): OpenIdProviderSetup {
  const { options: _o, badOptions: _b, notApplicable: _n, userinfo: _u, ...setup } = options;
  return setup;
}

function wronglyTyped(options: JsonObject): JsonObject {
  const wrong = (value: JsonValue): JsonValue => (typeof value === 'object' ? 42 : { of: 'another type' });
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, wrong(value)]));
}
