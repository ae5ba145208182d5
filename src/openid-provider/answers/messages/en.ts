import { shortened, type Words } from './words.js';

/** English, the catalogue every other language is a sibling of. */
export const en = {
  redirectUriMismatch: (received: string, application?: string): Words => ({
    title: 'This application is not set up correctly',
    sentence: `${application ?? 'The application'} asked to return to ${quoted(received)}, which is not registered for it.`,
    advice: `Whoever runs the application must make both the same, character by character: register ${quoted(received)} as a callback URL of the application, or correct the redirect URI it sends.`,
  }),
  unknownClient: (): Words => ({
    title: 'Unknown application',
    sentence: 'The application that sent you here is not registered, or is disabled.',
    advice: 'Whoever runs the application must check its client ID.',
  }),
  expired: (): Words => ({
    title: 'This sign-in is no longer waiting',
    sentence: 'It took too long, was finished in another tab, or began in another browser.',
    advice: 'Go back to the application and sign in again.',
    actor: 'person',
  }),
  invalidRequest: (technicalDetail: string): Words => ({
    title: 'The application sent a request that cannot be answered',
    sentence: 'For whoever runs the application, this is the reason:',
    technicalDetail,
    advice: 'Whoever runs the application must correct it.',
  }),
  invalidLogout: (technicalDetail: string): Words => ({
    title: 'The sign-out could not be completed',
    sentence: 'For whoever runs the application, this is the reason:',
    technicalDetail,
    advice:
      'If you were signed in, you still are. Close the browser to be safe, and tell whoever runs the application.',
  }),
  unavailable: (): Words => ({
    title: 'Temporarily unavailable',
    sentence: 'The sign-in service cannot reach its own storage at the moment.',
    advice: 'Try again in a minute.',
    actor: 'operator',
  }),
  failure: (): Words => ({
    title: 'Something went wrong',
    sentence: 'The sign-in service met an error of its own. It has been logged.',
    actor: 'operator',
  }),
  continueTo: (host: string): string => `Continue to ${host}`,
};

export type Messages = typeof en;

function quoted(text: string): string {
  return `“${shortened(text)}”`;
}
