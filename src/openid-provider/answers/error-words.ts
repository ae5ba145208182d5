import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { isStorageFailure } from '../../common/errors.js';
import type { ErrorPage } from '../../pages/index.js';
import { PATHS } from '../protocol/endpoints.js';

export interface OAuthError {
  readonly error: string;
  readonly error_description?: string | undefined;
}

type Words = ErrorPage['words'];

const MAX_SHOWN = 300;

/** What the page of an error says that is not sent to the application. */
export function wordsOf(ctx: KoaContextWithOIDC, out: OAuthError, error: unknown): Words {
  if (error instanceof errors.InvalidRedirectUri) {
    return redirectUriMismatch(ctx.oidc.params?.redirect_uri, ctx.oidc.client?.clientName);
  }
  if (error instanceof errors.SessionNotFound) return ({ provider }) => ({ ...provider.expired, actor: 'person' });
  if (error instanceof errors.InvalidClient) return ({ provider }) => provider.unknownClient;
  const reason = sentence(out.error_description ?? out.error);
  if (!ctx.path.startsWith(PATHS.logout)) return invalidRequest(reason);
  return ({ provider }) => ({ ...provider.invalidRequest, ...provider.invalidLogout, technicalDetail: reason });
}

/** Says that the application sent something that cannot be answered, and the reason in English for whoever runs it. */
export function invalidRequest(reason: string): Words {
  return ({ provider }) => ({ ...provider.invalidRequest, technicalDetail: reason });
}

function redirectUriMismatch(received: unknown, application: string | undefined): Words {
  const uri = typeof received === 'string' ? received : '';
  const shown = uri.length > MAX_SHOWN ? `${uri.slice(0, MAX_SHOWN)}…` : uri;
  return ({ provider: { redirectUriMismatch: texts } }) => ({
    title: texts.title,
    sentence: texts.sentence(shown, application),
    advice: texts.advice(shown),
  });
}

/** The page of a failure of the hub itself. */
export function failurePage(error: unknown): ErrorPage {
  if (isStorageFailure(error)) {
    return { status: 503, retryAfter: 5, words: ({ provider }) => ({ ...provider.unavailable, actor: 'operator' }) };
  }
  return {
    status: 500,
    words: (messages) => ({
      title: messages.somethingWrongTitle,
      sentence: messages.provider.failure,
      actor: 'operator',
    }),
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
