/** Attributes of a user as Microsoft Graph spells them: which there are, and which set a connection keeps. Pure. */

/** What Graph gives unless asked for more. */
const basic = [
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
] as const;

const further = [
  'accountEnabled',
  'city',
  'companyName',
  'country',
  'createdDateTime',
  'creationType',
  'department',
  'employeeId',
  'employeeType',
  'externalUserState',
  'faxNumber',
  'mailNickname',
  'onPremisesDomainName',
  'onPremisesExtensionAttributes',
  'onPremisesImmutableId',
  'onPremisesSamAccountName',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'onPremisesUserPrincipalName',
  'otherMails',
  'postalCode',
  'proxyAddresses',
  'state',
  'streetAddress',
  'usageLocation',
  'userType',
] as const;

const sets = { basic, extended: [...basic, ...further] } as const;
export type AttributeSet = keyof typeof sets;
export type KeptAttributes = AttributeSet | readonly string[];

/** Names that a list may have. */
export const attributeNames: readonly string[] = sets.extended;

export function isAttributeSet(value: unknown): value is AttributeSet {
  return value === 'basic' || value === 'extended';
}

/** The names of what is asked for and kept; nothing else leaves Microsoft. */
export function namesOf(kept: KeptAttributes): readonly string[] {
  return isAttributeSet(kept) ? sets[kept] : kept;
}
