/** What the authorization request asks for beside the protocol's own: prompt, hints, age, the preset's parameters. Pure. */
import type { AuthorizeRequest } from '../connector.js';
import type { ConnectorError } from '../connector-error.js';
import { failure } from './oidc.messages.js';
import type { OidcOptions, Settings } from './oidc.options.js';
import type { Prompt } from './options/presets.js';
import { sendableHint, standardParameters } from './protocol/authorization-url.js';
import { resolveUpstreamParams } from './protocol/upstream-params.js';

/** @throws {ConnectorError} `login_required` for what the upstream cannot be asked for. */
export function authorizationParameters(
  options: OidcOptions,
  settings: Settings,
  request: AuthorizeRequest,
): Readonly<Record<string, string>> {
  const configured = resolveUpstreamParams(options.upstream_params ?? {}, request);
  const { login_hint: _unlimited, ...standard } = standardParameters(request);
  const hint = sendableHint(request.loginHint);
  const prompt = promptOf(options, settings, request) ?? configured.prompt;
  return {
    ...settings.preset?.parameters,
    ...hostedDomain(options, settings),
    ...(request.maxAge === undefined ? {} : settings.preset?.maxAgeParameters),
    ...configured,
    ...standard,
    ...(hint === undefined ? {} : { login_hint: hint }),
    ...(prompt === undefined ? {} : { prompt }),
  };
}

/** Where the upstream sends no `auth_time`, only a new sign-in shows that the authentication is recent enough. */
function promptOf(options: OidcOptions, settings: Settings, request: AuthorizeRequest): string | undefined {
  const asked = request.prompt ?? options.prompt;
  if (request.maxAge === undefined || settings.requireAuthTime) return known(asked, settings);
  if (asked === 'none') {
    throw impossible('max_age cannot be honoured together with prompt=none.', 'oidc.silent_reauthentication');
  }
  return known('login', settings);
}

/** The prompt as the product of the preset knows it. */
function known(asked: Prompt | undefined, { preset }: Settings): Prompt | undefined {
  if (asked === undefined) return undefined;
  const instead = preset?.prompts?.[asked];
  if (instead === null) {
    throw impossible(`The preset "${preset?.name}" knows nothing like prompt=${asked}.`, 'oidc.cannot_ask_again');
  }
  return instead ?? asked;
}

function impossible(message: string, key: 'oidc.silent_reauthentication' | 'oidc.cannot_ask_again'): ConnectorError {
  return failure({ code: 'login_required', step: 'authorize', actor: 'person', key }, message);
}

/** Narrows the account picker; what the ID token says decides. */
function hostedDomain({ hd }: OidcOptions, { preset }: Settings): Readonly<Record<string, string>> {
  const parameter = preset?.hostedDomain?.parameter;
  const [domain, another] = hd ?? [];
  if (parameter === undefined || domain === undefined) return {};
  return { [parameter]: another === undefined ? domain : '*' };
}
