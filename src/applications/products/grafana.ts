import { type Product, SECRET_PLACEHOLDER, type SettingsValues } from './product.js';
import { comment, iniValue } from './quoting.js';

/** Grafana, `auth.generic_oauth`: reads no discovery document, so it is given every address. */
export const grafana: Product = {
  name: 'grafana',
  displayName: 'Grafana',
  format: 'ini',
  destination: 'into grafana.ini (or conf/custom.ini), then restart Grafana',
  callbackPath: '/login/generic_oauth',
  exampleUrl: 'https://grafana.example.com',
  worksWithoutSecret: false,
  pkce: 'sent',
  withoutRefreshToken: 'Without a refresh token people are signed out of Grafana every hour.',
  settings: (values: SettingsValues) => {
    const { hub } = values;
    const refreshes = values.scopes.includes('offline_access');
    const lines: readonly (readonly [string, string])[] = [
      ['enabled', 'true'],
      ['name', 'your company account'],
      ['client_id', values.clientId],
      ['client_secret', SECRET_PLACEHOLDER],
      ['scopes', values.scopes.join(' ')],
      ['auth_url', hub.authorization],
      ['token_url', hub.token],
      ['api_url', hub.userInfo],
      ['auth_style', 'InHeader'],
      ['use_pkce', 'true'],
      ['use_refresh_token', String(refreshes)],
      ['login_attribute_path', 'preferred_username || sub'],
      ['name_attribute_path', 'name'],
      ['email_attribute_path', 'email'],
      ['groups_attribute_path', 'groups'],
      ['allow_sign_up', 'true'],
      ...(values.logoutUrl === undefined
        ? []
        : [['signout_redirect_url', logoutUrl(values, values.logoutUrl)] as const]),
    ];
    return [
      comment(`Grafana: sign-in through ${hub.issuer}, client "${values.name}"`),
      '[server]',
      `root_url = ${iniValue(`${values.baseUrl}/`)}`,
      '',
      '[auth.generic_oauth]',
      ...lines.map(([key, value]) => `${key} = ${iniValue(value)}`),
      comment('Roles by group; without it everybody gets the role of auto_assign_org_role:'),
      `# role_attribute_path = contains(groups[*], 'Grafana Admins') && 'Admin' || 'Viewer'`,
      '',
    ].join('\n');
  },
  notes: (values) => [
    'Leave oauth_allow_insecure_email_lookup off: with it, an unproven address is enough to take over an account.',
    'groups_attribute_path feeds team sync, which Grafana Enterprise has; role_attribute_path works in every edition.',
    ...(values.logoutUrl === undefined
      ? [
          `To sign people out of the hub together with Grafana, add ${values.baseUrl}/login to allowed_logout_urls and read these settings again.`,
        ]
      : []),
  ],
};

function logoutUrl({ hub, clientId }: SettingsValues, returnTo: string): string {
  return `${hub.logout}?${new URLSearchParams({ client_id: clientId, post_logout_redirect_uri: returnTo })}`;
}
