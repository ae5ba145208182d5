/** Which further parameters an operator may send to Microsoft (`upstream_params`): a closed list. */
import { upstreamParamsProblem as problemOf, type UpstreamParameterRules } from '../../oidc/index.js';

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

const rules: UpstreamParameterRules = {
  nameProblem: (name) => {
    if (name === 'domain_hint') return `cannot set domain_hint: it is always taken from the connection's own domains`;
    if (upstreamParameterNames.includes(name)) return undefined;
    return `cannot set ${JSON.stringify(name.slice(0, 40))}: only ${upstreamParameterNames.join(', ')} may be added`;
  },
  values: {
    prompt: ['login', 'consent', 'select_account'],
    response_mode: ['query', 'form_post'],
  },
  unheardAliases: [
    'acr_values',
    'audience',
    'client_id',
    'display',
    'id_token_hint',
    'resource',
    'response_mode',
    'response_type',
  ],
};

export function upstreamParamsProblem(value: unknown): string | undefined {
  return problemOf(value, rules);
}
