import { type Misfit, type Product, SECRET_PLACEHOLDER, type SettingsValues } from './product.js';
import { comment, shellWord } from './quoting.js';

const REALM = 'portico';

/** Proxmox VE (and Backup Server, by its own interface): a realm of type openid, by the command `pveum`. */
export const proxmoxVe: Product = {
  name: 'proxmox-ve',
  displayName: 'Proxmox VE',
  format: 'shell',
  destination: 'into a root shell of one node; the realm then holds for the whole cluster',
  callbackPath: '',
  exampleUrl: 'https://pve.example.com:8006',
  worksWithoutSecret: true,
  pkce: 'sent',
  settings: (values: SettingsValues) => {
    const flags: readonly (readonly [string, string])[] = [
      ['--issuer-url', values.hub.issuer],
      ['--client-id', values.clientId],
      ...(values.isConfidential ? [['--client-key', SECRET_PLACEHOLDER] as const] : []),
      // The library adds openid by itself, and Proxmox keeps no refresh token.
      ['--scopes', values.scopes.filter((scope) => scope !== 'openid').join(' ')],
      ['--username-claim', 'subject'],
      ['--autocreate', '1'],
      ['--groups-claim', 'groups'],
      ['--comment', values.name],
    ];
    return [
      comment(`Proxmox VE: sign-in through ${values.hub.issuer}, client "${values.name}"`),
      `pveum realm add ${REALM} --type openid \\`,
      flags.map(([flag, value]) => `  ${flag} ${shellWord(value)}`).join(' \\\n'),
      '',
    ].join('\n');
  },
  notes: () => [
    'Proxmox sends the address of the page as redirect_uri: register one callback for each node and alias that people open, with the port, without a path and without a trailing slash.',
    `People become {sub}@${REALM}. The username claim cannot be changed later. email and username are readable, but two connections may vouch for the same address: whoever has it is that user.`,
    `Groups are joined as {group}-${REALM} where such a group exists; names may hold letters, digits, dots, dashes and underscores only. Proxmox has --groups-claim since spring 2025: leave it out of an older one.`,
    'A new user may do nothing until you give permissions: pveum acl modify.',
    'Whatever fails, Proxmox shows "authentication failure" only; the reason is in its syslog and, for the hub’s side, in GET /api/v2/logs.',
  ],
  misfits: trailingSlash,
};

/** Registered out of habit, and never sent: Proxmox sends the bare origin. */
function trailingSlash({ callbacks }: { readonly callbacks: readonly string[] }): readonly Misfit[] {
  return callbacks
    .filter((uri) => /^https?:\/\/[^/]+\/$/i.test(uri) && !callbacks.includes(uri.slice(0, -1)))
    .map((uri) => ({
      field: 'callbacks',
      message: `Proxmox VE sends ${uri.slice(0, -1)} without the trailing slash of ${uri}. Register it so.`,
    }));
}
