/** A user as Microsoft Graph shows it: default properties, or those selected; missing values are null. */
import type { User } from '../directory/directory.js';

const DEFAULT_PROPERTIES = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
] as const;

export function graphUser(base: string, user: User, selected?: readonly string[]): Record<string, unknown> {
  const all = properties(user);
  const names = selected ?? DEFAULT_PROPERTIES;
  const context = `${base}/v1.0/$metadata#users${selected === undefined ? '' : `(${selected.join(',')})`}/$entity`;
  return {
    '@odata.context': context,
    ...Object.fromEntries(names.map((name) => [name, all[name] ?? null])),
  };
}

function properties(user: User): Record<string, unknown> {
  return {
    businessPhones: [],
    displayName: user.displayName,
    givenName: user.givenName,
    surname: user.surname,
    mail: user.mail,
    userPrincipalName: user.userPrincipalName,
    userType: user.isGuest ? 'Guest' : 'Member',
    accountEnabled: user.state !== 'disabled',
    creationType: user.isGuest ? 'Invitation' : null,
    externalUserState: user.isGuest ? (user.state === 'pending-invitation' ? 'PendingAcceptance' : 'Accepted') : null,
    mailNickname: user.userPrincipalName.split('@')[0],
    otherMails: [],
    proxyAddresses: user.mail === undefined ? [] : [`SMTP:${user.mail}`],
    usageLocation: user.tenant.countryCode,
    ...user.properties,
    // Personal accounts have the 16 digits at the end of their object id here.
    id: user.tenant.isConsumers ? user.id.replaceAll('-', '').slice(16) : user.id,
  };
}
