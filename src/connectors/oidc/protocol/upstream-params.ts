/**
 * `upstream_params`: further parameters of the authorization request, fixed (`{value}`) or taken from the
 * application's request (`{alias}`). Which names may be sent is the connector's rule; none may say where codes go, which
 * client asks or which issuer answers, so that none can replace what the connector itself sends.
 */
import type { AuthorizeRequest } from '../../connector.js';
import { textProblem } from '../../option-values.js';

export type UpstreamParameter = { readonly value: string } | { readonly alias: string };
export type UpstreamParameters = Readonly<Record<string, UpstreamParameter>>;

/** What a connector lets operators add. */
export interface UpstreamParameterRules {
  /** Why this name may not be sent, as the rest of a sentence; undefined when it may. */
  nameProblem(name: string): string | undefined;
  /** Parameters of which the upstream knows only these values: any other would strand the person on its page. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Aliases that other tools may store, beside those that have an effect. */
  readonly unheardAliases: readonly string[];
}

/** What of the application's request reaches a connector, by the name it had there. */
const carried: Readonly<Record<string, (request: AuthorizeRequest) => string | undefined>> = {
  login_hint: (request) => request.loginHint,
  prompt: (request) => request.prompt,
  max_age: (request) => request.maxAge?.toString(),
  ui_locales: (request) => request.uiLocales?.join(' '),
};

/** Why a value of `upstream_params` is refused, as the rest of a sentence. */
export function upstreamParamsProblem(value: unknown, rules: UpstreamParameterRules): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object such as {"ui_locales": {"alias": "ui_locales"}}';
  }
  for (const [name, parameter] of Object.entries(value)) {
    const problem = rules.nameProblem(name) ?? parameterProblem(name, parameter, rules);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function parameterProblem(name: string, parameter: unknown, rules: UpstreamParameterRules): string | undefined {
  const members = typeof parameter === 'object' && parameter !== null ? Object.entries(parameter) : [];
  const [kind, content] = members[0] ?? [];
  if (members.length !== 1 || (kind !== 'value' && kind !== 'alias')) {
    return `has for ${name} neither {"value": "…"} nor {"alias": "…"}`;
  }
  if (kind === 'alias') {
    const aliases = [...Object.keys(carried), ...rules.unheardAliases];
    return aliases.includes(String(content))
      ? undefined
      : `has for ${name} an alias that is none of ${aliases.join(', ')}`;
  }
  const problem = textProblem(content, 500);
  if (problem !== undefined) return `has for ${name} a value that ${problem}`;
  const known = Object.hasOwn(rules.values, name) ? rules.values[name] : undefined;
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
