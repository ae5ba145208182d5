/** What the pages of a trial sign-in say in English, and what its report says as JSON. */
export const en = {
  startTitle: (connection: string) => `Try signing in with ${connection}`,
  startIntroduction:
    'This is a real sign-in at your organization, to find out whether the connection works. It creates no account here and signs you in to no application. It ends with a report.',
  startOnce:
    'The link works once. The report is shown in this browser, and to the people who run this sign-in service: it has what your organization tells us about you.',
  startDraft: 'The settings that are tried have not been saved yet.',
  startContinue: 'Sign in and see the report',
  openedTitle: 'This trial is not finished yet',
  openedSentence:
    'The sign-in was begun in this browser, and your organization has not answered yet. Finish it on your organization’s page. If that is no longer possible, ask for a new link.',

  reportTitle: (connection: string) => `Trial sign-in with ${connection}`,
  outcomes: {
    ok: 'The connection works.',
    warning: 'The connection works, but something deserves attention.',
    failed: 'The sign-in failed.',
    skipped: 'The trial found nothing out.',
  },
  outcomeWords: { ok: 'OK', warning: 'Warning', failed: 'Failed', skipped: 'Skipped' },
  connectionGone: 'The connection was deleted after this link had been made.',
  failureHeading: 'What went wrong',
  upstreamCode: 'Code of the identity provider',
  upstreamCorrelationId: 'Its correlation id',
  upstreamTraceId: 'Its trace id',
  stagesHeading: 'Stage by stage',
  warningsHeading: 'What deserves attention',
  profileHeading: 'The profile this person would have',
  profileNothing: 'The identity provider told nothing about this person but their identifier.',
  emailVerification: 'Is the e-mail address verified?',
  userTerm: 'Account',
  users: {
    create: 'A sign-in would create an account.',
    recognise: 'A sign-in would find the account this person has here.',
    refuse: 'A sign-in would be refused.',
  },
  claimsHeading: 'What the identity provider said',
  claimsShow: 'Show the claims as received',
  issuer: 'Issuer',
  subject: 'Subject',
  more: (count: number) => `and ${count} more`,
  readable: 'This report can be read in this browser for 24 hours.',

  stageNames: {
    discovery: 'Discovery',
    authorize: 'Request to sign in',
    callback: 'Answer',
    token: 'Token request',
    signature: 'Signature',
    claims: 'Claims',
    userinfo: 'User information',
    graph: 'Microsoft Graph',
    policy: 'Rules of this service',
    profile: 'Profile',
  },
  stageOk: {
    discovery: 'The identity provider was reached, and is the one expected.',
    authorize: 'The browser was sent to the identity provider.',
    callback: 'The answer came back and belongs to this sign-in.',
    token: 'The identity provider accepted the credentials of the connection.',
    signature: 'The ID token is signed by the identity provider.',
    claims: 'The claims are valid and for this connection.',
    userinfo: 'The user information was read.',
    graph: 'What the connection asks for was read from Microsoft Graph.',
    policy: 'This service would let the person in.',
    profile: 'A profile was made of the claims.',
  },
  passed: 'This worked.',
  notReached: 'Not reached.',
  notUsed: 'The connection does not use this, or reports nothing about it.',

  warnings: {
    no_email:
      'The identity provider sent no usable e-mail address. Applications that need one will refuse this person.',
    no_name: 'The identity provider sent no name.',
    email_unverified: 'Applications are told that the e-mail address is not verified.',
    email_domain_elsewhere: 'The e-mail address belongs to none of the connection’s domains.',
    email_domain_of_another: 'The domain of the e-mail address belongs to another connection.',
    groups_unknown: 'The groups of this person are unknown: applications get no groups.',
    connection_disabled: 'The connection is disabled: nobody can sign in with it yet.',
    secret_expiring: 'The client secret expires within 30 days.',
    secret_expired: 'The date on which the client secret expires, as recorded here, has passed.',
    next_secret_used:
      'The client secret in use was refused, so the next one was tried. A sign-in for an application would switch to it.',
  },
  verdicts: {
    upstream: 'Yes: the identity provider vouches for it.',
    operator: 'Yes: the connection is trusted for addresses of its own domains.',
    no_address: 'No: there is no usable address.',
    no_evidence: 'No: nothing shows that it belongs to this person.',
    domain_not_own: 'No: the connection is trusted for its own domains only, and this is none of them.',
    domain_of_another: 'No: the domain belongs to another connection.',
  },
  advice: {
    person: 'Do as described, then ask for a new link and try again.',
    'tenant-administrator':
      'Send this report to an administrator of the organization’s directory. Once it is fixed, ask for a new link and try again.',
    operator:
      'The connection has to be changed, or the log of the sign-in service has the details. The people who run it can read this report, too.',
  },
};

export type TrialMessages = typeof en;
