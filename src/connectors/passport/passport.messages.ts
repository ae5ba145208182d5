/** The public sentences of the Passport bridge, in every language. */
import { catalogueOf, joinMessages } from '../messages.js';
import { oidcProtocolTranslations } from '../oidc/protocol/errors.js';

const { translations, failure } = catalogueOf({
  'passport.cannot_honour': {
    en: 'The application asks for a fresh sign-in, which this way to sign in cannot prove. Tell the administrators of this service.',
    de: 'Die Anwendung verlangt eine neue Anmeldung, die diese Anmeldemöglichkeit nicht nachweisen kann. Informieren Sie die Betreiber dieses Anmeldedienstes.',
    fr: 'L’application exige une nouvelle connexion, que ce moyen de connexion ne peut pas prouver. Prévenez les responsables de ce service de connexion.',
    es: 'La aplicación pide un nuevo inicio de sesión, que esta forma de iniciar sesión no puede demostrar. Avise a los responsables de este servicio de inicio de sesión.',
    ja: 'アプリケーションが新たなサインインを求めていますが、このサインイン方法ではそれを証明できません。このサインインサービスの運営者にお知らせください。',
  },
});

export { failure };

/** The bridge's own sentences, with those of the building blocks that it reports failures by. */
export const passportTranslations = joinMessages(oidcProtocolTranslations, translations);
