/**
 * The public sentences of this connector's own refusals, in English; those of the building blocks are theirs. The keys
 * are stable, so that another language is another object.
 */
export const oidcMessages = {
  'oidc.hosted_domain':
    'Your account does not belong to an organization that may sign in here. Choose the account of your organization, or ask the administrator of this service to admit it.',
  'oidc.cannot_ask_again':
    'The application wants you to prove again who you are, and your identity provider has no way to ask for that. Tell the administrator of the application.',
  'oidc.silent_reauthentication': 'Your last sign-in cannot be renewed without you. Start the sign-in again.',
} as const;

export type OidcMessageKey = keyof typeof oidcMessages;
