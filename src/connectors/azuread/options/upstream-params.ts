/**
 * `upstream_params`: further parameters of the authorization request, fixed (`{value}`) or taken from the
 * application's request (`{alias}`). The names are a closed list: none of them can say where codes go, which client
 * asks, or which tenant answers, so none can replace what the connector itself sends.
 */
import type { AuthorizeRequest } from '../../connector.js';
import { textProblem } from './values.js';

export type UpstreamParameter = { readonly value: string } | { readonly alias: string };
export type UpstreamParameters = Readonly<Record<string, UpstreamParameter>>;

/** Parameter names that may be sent. */
export const upstreamParameterNames: readonly string[] = [
  'acr_values',
  'amr_values',
  'claims',
  'display',
  'login_hint',
  'max_age',
  'mkt',
  'msafed',
  'prompt',
  'response_mode',
  'sso_reload',
  'ui_locales',
];

/** What of the application's request reaches a connector, by the name it had there. */
const carried: Readonly<Record<string, (request: AuthorizeRequest) => string | undefined>> = {
  login_hint: (request) => request.loginHint,
  prompt: (request) => request.prompt,
  max_age: (request) => request.maxAge?.toString(),
  ui_locales: (request) => request.uiLocales?.join(' '),
};

/** Aliases that other tools may store. Those outside `carried` never take effect: the hub does not pass them on. */
const aliases: readonly string[] = [
  ...Object.keys(carried),
  'acr_values',
  'audience',
  'client_id',
  'display',
  'id_token_hint',
  'resource',
  'response_mode',
  'response_type',
];

/** Values that Microsoft knows; any other would strand the person on its page. */
const values: Readonly<Record<string, readonly string[]>> = {
  prompt: ['login', 'consent', 'select_account'],
  response_mode: ['query', 'form_post'],
};

export function upstreamParamsProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object such as {"ui_locales": {"alias": "ui_locales"}}';
  }
  for (const [name, parameter] of Object.entries(value)) {
    const problem = nameProblem(name) ?? parameterProblem(name, parameter);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function nameProblem(name: string): string | undefined {
  if (name === 'domain_hint') return `cannot set domain_hint: it is always taken from the connection's own domains`;
  if (upstreamParameterNames.includes(name)) return undefined;
  return `cannot set ${JSON.stringify(name.slice(0, 40))}: only ${upstreamParameterNames.join(', ')} may be added`;
}

function parameterProblem(name: string, parameter: unknown): string | undefined {
  const members = typeof parameter === 'object' && parameter !== null ? Object.entries(parameter) : [];
  const [kind, content] = members[0] ?? [];
  if (members.length !== 1 || (kind !== 'value' && kind !== 'alias')) {
    return `has for ${name} neither {"value": "…"} nor {"alias": "…"}`;
  }
  if (kind === 'alias') {
    return aliases.includes(String(content))
      ? undefined
      : `has for ${name} an alias that is none of ${aliases.join(', ')}`;
  }
  const problem = textProblem(content, 500);
  if (problem !== undefined) return `has for ${name} a value that ${problem}`;
  const known = values[name];
  return known === undefined || known.includes(String(content))
    ? undefined
    : `has for ${name} a value that is none of ${known.join(', ')}`;
}

/** Aliases that have no effect, as sentences for the operator. */
export function upstreamParamsWarnings(parameters: UpstreamParameters): string[] {
  return Object.entries(parameters).flatMap(([name, parameter]) =>
    'alias' in parameter && carried[parameter.alias] === undefined
      ? [`upstream_params.${name} has no effect: the application's ${parameter.alias} is never passed on.`]
      : [],
  );
}

/** What to add to one authorization request. */
export function resolveUpstreamParams(
  parameters: UpstreamParameters,
  request: AuthorizeRequest,
): Readonly<Record<string, string>> {
  const resolved = Object.entries(parameters).flatMap(([name, parameter]) => {
    const value = 'value' in parameter ? parameter.value : carried[parameter.alias]?.(request);
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(resolved);
}
