import type { ErrorPageInput } from '../../login/index.js';

/** What a page says; who must act and what to do included. */
export type Words = Pick<ErrorPageInput, 'title' | 'sentence' | 'advice' | 'actor'>;

const MAX_SHOWN = 300;

/** The words of the OpenID Provider's own pages, for the person who meets them. English. */
export const messages = {
  redirectUriMismatch: (received: string, application: string | undefined): Words => ({
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
  invalidRequest: (detail: string): Words => ({
    title: 'The application sent a request that cannot be answered',
    sentence: detail,
    advice: 'Whoever runs the application must correct it.',
  }),
  invalidLogout: (detail: string): Words => ({
    title: 'The sign-out could not be completed',
    sentence: detail,
    advice:
      'If you were signed in, you still are. Close the browser to be safe, and tell whoever runs the application.',
  }),
  unavailable: (): Words => ({
    title: 'Temporarily unavailable',
    sentence: 'The hub cannot reach its own storage at the moment.',
    advice: 'Try again in a minute.',
    actor: 'operator',
  }),
  failure: (): Words => ({
    title: 'Something went wrong',
    sentence: 'The hub met an error of its own. It has been logged.',
    actor: 'operator',
  }),
  continueTo: (host: string): string => `Continue to ${host}`,
};

/** What came from outside, short enough for a page. The page escapes it. */
function quoted(text: string): string {
  return `“${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}”`;
}
