/** English, the catalogue every other language is a sibling of. Sentences for people; nothing here comes from an upstream. */
export const en = {
  locale: 'en',
  productName: 'Portico',

  signIn: 'Sign in',
  signInTo: (application: string) => `Sign in to ${application}`,
  chooseAccountFor: (application: string) => `Choose an account for ${application}`,
  emailLabel: 'Work e-mail address',
  emailHint: 'Your organization’s sign-in page comes next.',
  continueButton: 'Continue',
  or: 'or',
  continueWith: (name: string) => `Continue with ${name}`,
  connectionsHeading: 'Ways to sign in',
  errorPrefix: 'Error: ',
  addressMalformed: 'Enter one e-mail address, like name@example.com.',
  addressUnknown:
    'No organization with this e-mail domain is set up here. Check the spelling, use your work address, or ask your administrator whether you can sign in to this application.',
  troubleLink: 'Trouble signing in?',

  oneMoment: 'One moment, please',
  continueTitle: 'Taking you to your organization',
  continueTo: (name: string) => `Continue to ${name}`,
  continueSentence: 'If nothing happens, use the button below.',
  signedInTitle: 'This sign-in is complete',
  signedInSentence: 'It was completed a moment ago. Go on in the application.',
  useAnotherAccount: 'Use another account',
  usedLastTime: 'Used last time',

  frontTitle: 'A sign-in service',
  frontSentence:
    'This is Portico, an identity hub. Applications send people here to sign in with the account of their own organization. To sign in, open the application that you want to use.',
  frontFor: 'For developers and operators',
  frontDiscovery: 'OpenID Provider configuration',
  frontApi: 'Management API',

  signOut: 'Sign out',
  staySignedIn: 'Stay signed in',
  signOutTitle: 'Do you want to sign out?',
  signOutSentence: 'This ends your session here. You may still be signed in at your organization.',
  signOutSentenceFor: (application: string) =>
    `${application} asks to sign you out. This ends your session here; you may still be signed in at your organization.`,
  signedOutTitle: 'You are signed out',
  signedOutSentence: 'You can close this window.',
  signedOutSentenceFor: (application: string) => `You can close this window, or go back to ${application}.`,

  helpTitle: 'Trouble signing in?',
  helpIntroduction:
    'Did it fail on your organization’s own sign-in page? We are not told about that, but the page usually shows a code, and we can explain many of them.',
  helpCodeLabel: 'Code from the error page',
  helpCodeHint: 'Copy the code only, without the rest of the message.',
  helpExplain: 'Explain this code',
  helpCodeMalformed: 'Enter the code alone: letters, digits, dots, dashes and underscores, at most 64 of them.',
  helpCodeUnknown: (code: string) =>
    `We have no explanation for “${code}”. Give the code, and the time it was shown, to the administrator of your organization.`,
  helpExplanation: (code: string) => `What ${code} means`,
  helpGeneralTitle: 'What often helps',
  helpGeneral: [
    'Check that you chose the account of the right organization. If it works in a private window, another account was in the way.',
    'If the page says that you need approval or permission, your organization’s administrator has to grant it.',
    'If it says that the application was not found or is not configured properly, the people who run this sign-in service have to correct it.',
    'Write down the code, the time and any correlation id before you close the page: whoever helps you will ask for them.',
  ],
  helpBack: 'Once it is fixed, go back to the application you came from and sign in again.',

  errorTitle: 'Signing in did not work',
  whatToDo: 'What to do',
  whoMustAct: 'Who can fix it',
  reference: 'Reference for support',
  actorPerson: 'You can fix this yourself.',
  actorTenantAdministrator: 'An administrator of your organization has to act.',
  actorOperator: 'The people who run this sign-in service have to act.',
  advicePerson:
    'Try again, or choose another account. If it keeps failing, give your administrator the reference below.',
  adviceTenantAdministrator: 'Send the reference below to your organization’s administrator.',
  adviceOperator: 'Send the reference below to the people who run this sign-in service.',
  adviceStartAgain: 'Go back to the application you came from and sign in again.',
  tryAgain: 'Try again',
  chooseAnotherAccount: 'Choose another account',

  startAgainTitle: 'Please start again',
  requestNotFound:
    'This sign-in is not waiting in this browser: it is already finished, took too long, or was started somewhere else.',
  loginNotFound:
    'This answer does not belong to a sign-in that is waiting in this browser: it was already used, took longer than ten minutes, or was started somewhere else.',
  trialNotFound: 'This link was already used, is more than 24 hours old, or belongs to another browser.',
  adviceNewTrial: 'Ask whoever sent you the link for a new one.',
  requestTooLarge: 'This request is larger than any we expect.',
  malformedRequest: 'This request is not one that we can read.',
  crossSitePost: 'This form was sent from another site, so it was not accepted.',
  applicationUnavailable: 'You cannot sign in to this application at the moment: it was removed or disabled.',
  connectionUnusable:
    'The way to sign in that the application asked for does not exist, is disabled, or is not meant for this application.',
  noConnection: 'No way to sign in is set up for this application yet.',
  wrongCallback: 'The answer arrived at the address of another connection, so it was not accepted.',
  connectionChanged:
    'The settings of this connection were changed while you signed in, so the answer was not accepted.',
  connectionUnfit: 'This way to sign in is not set up correctly.',
  emailDomainNotAllowed: 'The e-mail domain of your account is not one that this connection accepts.',
  userBlocked: 'Your account here is blocked.',
  userUnknown: 'You have no account here yet, and this connection does not create one.',
  loginRequired: 'Your organization asks you to sign in again.',
  upstreamUnavailable: 'Your organization’s sign-in service did not answer in time. Please try again in a minute.',
  connectorBroken: 'The sign-in failed for a reason that we did not foresee. The log has the details.',
  pageNotFoundTitle: 'Page not found',
  pageNotFound: 'There is nothing at this address. Check the link you followed.',
  requestRefusedTitle: 'This request cannot be answered',
  somethingWrongTitle: 'Something went wrong',
  tooManyRequests: 'Too many sign-ins come from your network at the moment. Please try again in a minute.',
  storageUnavailable: 'The sign-in service cannot work at the moment. Please try again in a minute.',
  internalError: 'The sign-in service ran into an error of its own. The log has the details.',

  consentTitle: 'Allow sign-in for your organization',
  consentLead: (connection: string) =>
    `The people of your organization are to sign in here through “${connection}”. An administrator of your organization’s directory has to allow it once.`,
  consentSteps: [
    'Continue, and sign in with an account that administers your organization’s directory.',
    'Read which permissions are asked for, and accept them.',
    'You come back here, and can close the window.',
  ],
  consentNotYou:
    'You do not administer a directory? Pass this link on to somebody who does. Nothing happens until they accept.',
  consentContinueTitle: 'Taking you to your directory',
  consentBack: 'Back',
  consentThanksTitle: 'Thank you',
  consentRecorded: 'The consent of your organization was recorded. You can close this window.',
  consentVerified: 'It was confirmed: what was asked for works.',
  consentUnverified: 'It is confirmed as soon as it was seen to work. That can take some minutes.',
  consentNotAdmitted:
    'Tell the people who run this sign-in service that you consented: they still have to admit your organization.',
  consentDirectory: 'Directory',
  consentRefusedTitle: 'The consent was not given',
  consentNotRecordedTitle: 'The consent was not recorded',
  consentDeclined:
    'Either somebody cancelled, or the account that was used may not consent for the whole organization. Nothing was changed.',
  consentAgain: 'Open the link that you were sent once more.',
  consentLinkNotFound: 'This link has expired, was replaced by a newer one, or is switched off at the moment.',
  consentSwitchedOff: 'This way to sign in was switched off or removed meanwhile, so the answer was not accepted.',
  consentAskAgain: 'Ask whoever sent it for a new one.',
  consentAnswerNotFound:
    'This answer does not belong to a consent that is waiting in this browser: it was already used, took longer than an hour, or was started somewhere else.',

  /** What the OpenID Provider says, mostly about a mistake in what an application sent. */
  provider: {
    redirectUriMismatch: {
      title: 'This application is not set up correctly',
      sentence: (uri: string, application = 'The application') =>
        `${application} asked to return to “${uri}”, which is not registered for it.`,
      advice: (uri: string) =>
        `Whoever runs the application must make both the same, character by character: register “${uri}” as a callback URL of the application, or correct the redirect URI it sends.`,
    },
    unknownClient: {
      title: 'Unknown application',
      sentence: 'The application that sent you here is not registered, or is disabled.',
      advice: 'Whoever runs the application must check its client ID.',
    },
    expired: {
      title: 'This sign-in is no longer waiting',
      sentence: 'It took too long, was finished in another tab, or began in another browser.',
      advice: 'Go back to the application and sign in again.',
    },
    invalidRequest: {
      title: 'The application sent a request that cannot be answered',
      sentence: 'For whoever runs the application, this is the reason:',
      advice: 'Whoever runs the application must correct it.',
    },
    invalidLogout: {
      title: 'The sign-out could not be completed',
      advice:
        'If you were signed in, you still are. Close the browser to be safe, and tell whoever runs the application.',
    },
    unavailable: {
      title: 'Temporarily unavailable',
      sentence: 'The sign-in service cannot reach its own storage at the moment.',
      advice: 'Try again in a minute.',
    },
    failure: 'The sign-in service met an error of its own. It has been logged.',
  },
};

export type Messages = typeof en;

/** Keys of texts that stand alone, with nothing filled in. */
export type SentenceKey = { [Key in keyof Messages]: Messages[Key] extends string ? Key : never }[keyof Messages];
