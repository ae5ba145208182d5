/** The public sentences of the Passport bridge, in every language. */
import type { ConnectorMessages } from '../connector.js';
import { joinMessages, type Translations } from '../messages.js';
import { oidcProtocolTranslations } from '../oidc/protocol/errors.js';

export const passportMessages = {
  'passport.cannot_honour':
    'The application asks for a fresh sign-in, which this way to sign in cannot prove. Tell the administrators of this service.',
} as const;

const translations: Translations<keyof typeof passportMessages> = {
  de: {
    'passport.cannot_honour':
      'Die Anwendung verlangt eine neue Anmeldung, die diese Anmeldemöglichkeit nicht nachweisen kann. Informieren Sie die Betreiber dieses Anmeldedienstes.',
  },
  fr: {
    'passport.cannot_honour':
      'L’application exige une nouvelle connexion, que ce moyen de connexion ne peut pas prouver. Prévenez les responsables de ce service de connexion.',
  },
  es: {
    'passport.cannot_honour':
      'La aplicación pide un nuevo inicio de sesión, que esta forma de iniciar sesión no puede demostrar. Avise a los responsables de este servicio de inicio de sesión.',
  },
  ja: {
    'passport.cannot_honour':
      'アプリケーションが新たなサインインを求めていますが、このサインイン方法ではそれを証明できません。このサインインサービスの運営者にお知らせください。',
  },
};

/** With those of the building blocks that it reports failures by. */
export const passportTranslations: ConnectorMessages = joinMessages(oidcProtocolTranslations, translations);
