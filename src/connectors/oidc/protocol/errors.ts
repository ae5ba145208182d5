/**
 * How the OIDC building blocks say that something did not hold: public sentences from here, in every language, private
 * details from the caller. Connectors that are made of these blocks join the sentences to their own.
 */
import { ConnectorError, type ConnectorErrorDetail, type ConnectorStep } from '../../connector-error.js';
import { sayingOf, type Translations } from '../../messages.js';

/** The upstream's answer does not hold. `detail` is for the operator's log and holds no token. */
export function invalidResponse(step: ConnectorStep, detail: string, cause?: unknown): ConnectorError {
  return new ConnectorError('invalid_response', detail, {
    step,
    actor: 'operator',
    ...said('oidc.invalid_response'),
    cause,
  });
}

/** The upstream cannot be reached, is too slow, or answers with nothing that can be used. */
export function upstreamUnavailable(step: ConnectorStep, detail: string, cause?: unknown): ConnectorError {
  return new ConnectorError('upstream_unavailable', detail, {
    step,
    actor: 'operator',
    ...said('oidc.upstream_unavailable'),
    cause,
  });
}

/** The upstream answers, and rejects what this connection is configured with. */
export function misconfigured(
  step: ConnectorStep,
  detail: string,
  options: Pick<ConnectorErrorDetail, 'cause' | 'upstream' | 'secretsRefused'> = {},
): ConnectorError {
  return new ConnectorError('misconfigured', detail, {
    step,
    actor: 'operator',
    ...said('oidc.misconfigured'),
    ...options,
  });
}

export const oidcProtocolMessages = {
  'oidc.invalid_response':
    'The answer of your identity provider could not be verified, so nobody was signed in. Try again; if it keeps happening, tell the administrators of this service.',
  'oidc.upstream_unavailable': 'Your identity provider did not answer as expected. Try again in a few minutes.',
  'oidc.misconfigured': 'This way to sign in is not set up correctly. Tell the administrators of this service.',
  'oidc.invalid_grant': 'This sign-in has expired or was already used. Start again.',
  'oidc.access_denied': 'The sign-in was cancelled, or your identity provider did not allow it.',
  'oidc.login_required': 'Your identity provider wants you to sign in again.',
} as const;

type OidcProtocolMessageKey = keyof typeof oidcProtocolMessages;

export const oidcProtocolTranslations: Translations<OidcProtocolMessageKey> = {
  de: {
    'oidc.invalid_response':
      'Die Antwort Ihres Identitätsanbieters konnte nicht überprüft werden; deshalb wurde niemand angemeldet. Versuchen Sie es erneut; wenn es weiterhin geschieht, informieren Sie die Betreiber dieses Anmeldedienstes.',
    'oidc.upstream_unavailable':
      'Ihr Identitätsanbieter hat nicht wie erwartet geantwortet. Versuchen Sie es in einigen Minuten erneut.',
    'oidc.misconfigured':
      'Diese Anmeldemöglichkeit ist nicht richtig eingerichtet. Informieren Sie die Betreiber dieses Anmeldedienstes.',
    'oidc.invalid_grant': 'Diese Anmeldung ist abgelaufen oder wurde bereits verwendet. Beginnen Sie von vorn.',
    'oidc.access_denied': 'Die Anmeldung wurde abgebrochen oder von Ihrem Identitätsanbieter nicht zugelassen.',
    'oidc.login_required': 'Ihr Identitätsanbieter verlangt, dass Sie sich erneut anmelden.',
  },
  fr: {
    'oidc.invalid_response':
      'La réponse de votre fournisseur d’identité n’a pas pu être vérifiée ; personne n’a donc été connecté. Réessayez ; si cela se reproduit, prévenez les responsables de ce service de connexion.',
    'oidc.upstream_unavailable':
      'Votre fournisseur d’identité n’a pas répondu comme prévu. Réessayez dans quelques minutes.',
    'oidc.misconfigured':
      'Ce moyen de connexion n’est pas configuré correctement. Prévenez les responsables de ce service de connexion.',
    'oidc.invalid_grant': 'Cette connexion a expiré ou a déjà été utilisée. Recommencez.',
    'oidc.access_denied': 'La connexion a été annulée ou n’a pas été autorisée par votre fournisseur d’identité.',
    'oidc.login_required': 'Votre fournisseur d’identité vous demande de vous connecter de nouveau.',
  },
  es: {
    'oidc.invalid_response':
      'No se pudo verificar la respuesta de su proveedor de identidad, por lo que no se inició ninguna sesión. Inténtelo de nuevo; si sigue ocurriendo, avise a los responsables de este servicio de inicio de sesión.',
    'oidc.upstream_unavailable':
      'Su proveedor de identidad no respondió como se esperaba. Inténtelo de nuevo dentro de unos minutos.',
    'oidc.misconfigured':
      'Esta forma de iniciar sesión no está configurada correctamente. Avise a los responsables de este servicio de inicio de sesión.',
    'oidc.invalid_grant': 'Este inicio de sesión ha caducado o ya se utilizó. Empiece de nuevo.',
    'oidc.access_denied': 'El inicio de sesión se canceló o su proveedor de identidad no lo permitió.',
    'oidc.login_required': 'Su proveedor de identidad le pide que inicie sesión de nuevo.',
  },
  ja: {
    'oidc.invalid_response':
      'ID プロバイダーの応答を検証できなかったため、サインインは行われませんでした。もう一度お試しください。繰り返し発生する場合は、このサインインサービスの運営者にお知らせください。',
    'oidc.upstream_unavailable':
      'ID プロバイダーから想定どおりの応答がありませんでした。数分待ってから、もう一度お試しください。',
    'oidc.misconfigured':
      'このサインイン方法は正しく設定されていません。このサインインサービスの運営者にお知らせください。',
    'oidc.invalid_grant': 'このサインインは期限が切れているか、すでに使用されています。最初からやり直してください。',
    'oidc.access_denied': 'サインインがキャンセルされたか、ID プロバイダーで許可されませんでした。',
    'oidc.login_required': 'ID プロバイダーが、もう一度サインインするよう求めています。',
  },
};

export const said = sayingOf<OidcProtocolMessageKey>(oidcProtocolMessages);
