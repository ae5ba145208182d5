/** The public sentences of this connector's own refusals, in every language; those of the building blocks are theirs. */
import { catalogueOf, joinMessages } from '../messages.js';
import { oidcProtocolTranslations } from './protocol/errors.js';

const { translations, failure } = catalogueOf({
  'oidc.hosted_domain': {
    en: 'Your account does not belong to an organization that may sign in here. Choose the account of your organization, or ask the administrator of this service to admit it.',
    de: 'Ihr Konto gehört zu keiner Organisation, die sich hier anmelden darf. Wählen Sie das Konto Ihrer Organisation, oder bitten Sie die Betreiber dieses Anmeldedienstes, sie zuzulassen.',
    fr: 'Votre compte n’appartient à aucune organisation qui peut se connecter ici. Choisissez le compte de votre organisation ou demandez aux responsables de ce service de l’admettre.',
    es: 'Su cuenta no pertenece a ninguna organización que pueda iniciar sesión aquí. Elija la cuenta de su organización o pida a los responsables de este servicio que la admitan.',
    ja: 'お使いのアカウントは、ここにサインインできる組織のものではありません。所属組織のアカウントを選択するか、このサインインサービスの運営者に所属組織の許可を依頼してください。',
  },
  'oidc.cannot_ask_again': {
    en: 'The application wants you to prove again who you are, and your identity provider has no way to ask for that. Tell the administrator of the application.',
    de: 'Die Anwendung verlangt, dass Sie Ihre Identität erneut nachweisen, und Ihr Identitätsanbieter kann nicht darum gebeten werden. Informieren Sie die Betreiber der Anwendung.',
    fr: 'L’application exige que vous prouviez de nouveau votre identité, et votre fournisseur d’identité ne permet pas de le demander. Prévenez les responsables de l’application.',
    es: 'La aplicación pide que demuestre de nuevo quién es y su proveedor de identidad no ofrece forma de solicitarlo. Avise a los responsables de la aplicación.',
    ja: 'アプリケーションが本人確認のやり直しを求めていますが、ID プロバイダーにはそれを依頼する方法がありません。アプリケーションの運営者にお知らせください。',
  },
  'oidc.silent_reauthentication': {
    en: 'Your last sign-in cannot be renewed without you. Start the sign-in again.',
    de: 'Ihre letzte Anmeldung kann nicht ohne Sie erneuert werden. Beginnen Sie die Anmeldung von vorn.',
    fr: 'Votre dernière connexion ne peut pas être renouvelée sans vous. Recommencez la connexion.',
    es: 'Su último inicio de sesión no se puede renovar sin usted. Empiece de nuevo el inicio de sesión.',
    ja: '前回のサインインは、ご本人の操作なしには更新できません。サインインを最初からやり直してください。',
  },
});

export { failure };

export const oidcTranslations = joinMessages(oidcProtocolTranslations, translations);
