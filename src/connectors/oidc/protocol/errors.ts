/**
 * The errors that the OIDC building blocks throw when something does not hold: the public sentences come from here, in every
 * language, the private details from the caller. Connectors that are made of these blocks join the sentences to their own.
 */
import type { ConnectorError, ConnectorErrorDetail, ConnectorStep } from '../../connector-error.js';
import { catalogueOf } from '../../messages.js';

/** The upstream's answer does not hold. `detail` is for the operator's log and holds no token. */
export function invalidResponse(step: ConnectorStep, detail: string, cause?: unknown): ConnectorError {
  return failure({ code: 'invalid_response', step, actor: 'operator', key: 'oidc.invalid_response' }, detail, {
    cause,
  });
}

/** The upstream cannot be reached, is too slow, or answers with nothing that can be used. */
export function upstreamUnavailable(step: ConnectorStep, detail: string, cause?: unknown): ConnectorError {
  const about = { code: 'upstream_unavailable', step, actor: 'operator', key: 'oidc.upstream_unavailable' } as const;
  return failure(about, detail, { cause });
}

/** The upstream answers, and rejects what this connection is configured with. */
export function misconfigured(
  step: ConnectorStep,
  detail: string,
  further: Pick<ConnectorErrorDetail, 'cause' | 'upstream' | 'secretsRefused'> = {},
): ConnectorError {
  return failure({ code: 'misconfigured', step, actor: 'operator', key: 'oidc.misconfigured' }, detail, further);
}

export const {
  english: oidcProtocolMessages,
  translations: oidcProtocolTranslations,
  failure,
} = catalogueOf({
  'oidc.invalid_response': {
    en: 'The answer of your identity provider could not be verified, so nobody was signed in. Try again; if it keeps happening, tell the administrators of this service.',
    de: 'Die Antwort Ihres Identitätsanbieters konnte nicht überprüft werden; deshalb wurde niemand angemeldet. Versuchen Sie es erneut; wenn es weiterhin geschieht, informieren Sie die Betreiber dieses Anmeldedienstes.',
    fr: 'La réponse de votre fournisseur d’identité n’a pas pu être vérifiée ; personne n’a donc été connecté. Réessayez ; si cela se reproduit, prévenez les responsables de ce service de connexion.',
    es: 'No se pudo verificar la respuesta de su proveedor de identidad, por lo que no se inició ninguna sesión. Inténtelo de nuevo; si sigue ocurriendo, avise a los responsables de este servicio de inicio de sesión.',
    ja: 'ID プロバイダーの応答を検証できなかったため、サインインは行われませんでした。もう一度お試しください。繰り返し発生する場合は、このサインインサービスの運営者にお知らせください。',
  },
  'oidc.upstream_unavailable': {
    en: 'Your identity provider did not answer as expected. Try again in a few minutes.',
    de: 'Ihr Identitätsanbieter hat nicht wie erwartet geantwortet. Versuchen Sie es in einigen Minuten erneut.',
    fr: 'Votre fournisseur d’identité n’a pas répondu comme prévu. Réessayez dans quelques minutes.',
    es: 'Su proveedor de identidad no respondió como se esperaba. Inténtelo de nuevo dentro de unos minutos.',
    ja: 'ID プロバイダーから想定どおりの応答がありませんでした。数分待ってから、もう一度お試しください。',
  },
  'oidc.misconfigured': {
    en: 'This way to sign in is not set up correctly. Tell the administrators of this service.',
    de: 'Diese Anmeldemöglichkeit ist nicht richtig eingerichtet. Informieren Sie die Betreiber dieses Anmeldedienstes.',
    fr: 'Ce moyen de connexion n’est pas configuré correctement. Prévenez les responsables de ce service de connexion.',
    es: 'Esta forma de iniciar sesión no está configurada correctamente. Avise a los responsables de este servicio de inicio de sesión.',
    ja: 'このサインイン方法は正しく設定されていません。このサインインサービスの運営者にお知らせください。',
  },
  'oidc.invalid_grant': {
    en: 'This sign-in has expired or was already used. Start again.',
    de: 'Diese Anmeldung ist abgelaufen oder wurde bereits verwendet. Beginnen Sie von vorn.',
    fr: 'Cette connexion a expiré ou a déjà été utilisée. Recommencez.',
    es: 'Este inicio de sesión ha caducado o ya se utilizó. Empiece de nuevo.',
    ja: 'このサインインは期限が切れているか、すでに使用されています。最初からやり直してください。',
  },
  'oidc.access_denied': {
    en: 'The sign-in was cancelled, or your identity provider did not allow it.',
    de: 'Die Anmeldung wurde abgebrochen oder von Ihrem Identitätsanbieter nicht zugelassen.',
    fr: 'La connexion a été annulée ou n’a pas été autorisée par votre fournisseur d’identité.',
    es: 'El inicio de sesión se canceló o su proveedor de identidad no lo permitió.',
    ja: 'サインインがキャンセルされたか、ID プロバイダーで許可されませんでした。',
  },
  'oidc.login_required': {
    en: 'Your identity provider wants you to sign in again.',
    de: 'Ihr Identitätsanbieter verlangt, dass Sie sich erneut anmelden.',
    fr: 'Votre fournisseur d’identité vous demande de vous connecter de nouveau.',
    es: 'Su proveedor de identidad le pide que inicie sesión de nuevo.',
    ja: 'ID プロバイダーが、もう一度サインインするよう求めています。',
  },
});
