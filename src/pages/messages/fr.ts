import type { Messages } from './en.js';

/** French, in the formal register. Spaces before `: ; ! ?` and inside « » are no-break ones. */
export const fr: Messages = {
  locale: 'fr',
  productName: 'Portico',

  signIn: 'Se connecter',
  signInTo: (application) => `Se connecter à ${application}`,
  chooseAccountFor: (application) => `Choisir un compte pour ${application}`,
  emailLabel: 'Adresse e-mail professionnelle',
  emailHint: 'La page de connexion de votre organisation s’affichera ensuite.',
  continueButton: 'Continuer',
  or: 'ou',
  continueWith: (name) => `Continuer avec ${name}`,
  connectionsHeading: 'Moyens de connexion',
  errorPrefix: 'Erreur : ',
  addressMalformed: 'Saisissez une seule adresse e-mail, par exemple nom@example.com.',
  addressUnknown:
    'Aucune organisation n’est configurée ici pour ce domaine de messagerie. Vérifiez l’orthographe, utilisez votre adresse professionnelle ou demandez à votre administrateur si vous pouvez vous connecter à cette application.',
  troubleLink: 'Un problème de connexion ?',

  oneMoment: 'Un instant, s’il vous plaît',
  continueTitle: 'Redirection vers votre organisation',
  continueTo: (name) => `Continuer vers ${name}`,
  continueSentence: 'Si rien ne se passe, utilisez le bouton ci-dessous.',
  signedInTitle: 'Cette connexion est terminée',
  signedInSentence: 'Elle vient d’être effectuée. Continuez dans l’application.',
  useAnotherAccount: 'Utiliser un autre compte',
  usedLastTime: 'Utilisé la dernière fois',

  frontTitle: 'Un service de connexion',
  frontSentence:
    'Voici Portico, un hub d’identité. Les applications envoient les personnes ici pour qu’elles se connectent avec le compte de leur propre organisation. Pour vous connecter, ouvrez l’application que vous souhaitez utiliser.',
  frontFor: 'Pour le développement et l’exploitation',
  frontDiscovery: 'Configuration de l’OpenID Provider',
  frontApi: 'API de gestion',

  signOut: 'Se déconnecter',
  staySignedIn: 'Rester connecté',
  signOutTitle: 'Voulez-vous vous déconnecter ?',
  signOutSentence: 'Votre session prendra fin ici. Il se peut que vous restiez connecté auprès de votre organisation.',
  signOutSentenceFor: (application) =>
    `${application} demande à vous déconnecter. Votre session prendra fin ici ; il se peut que vous restiez connecté auprès de votre organisation.`,
  signedOutTitle: 'Vous êtes déconnecté',
  signedOutSentence: 'Vous pouvez fermer cette fenêtre.',
  signedOutSentenceFor: (application) => `Vous pouvez fermer cette fenêtre ou revenir à ${application}.`,

  helpTitle: 'Un problème de connexion ?',
  helpIntroduction:
    'La connexion a échoué sur la page de votre propre organisation ? Nous n’en sommes pas informés, mais cette page affiche en général un code, et nous savons en expliquer beaucoup.',
  helpCodeLabel: 'Code affiché sur la page d’erreur',
  helpCodeHint: 'Copiez uniquement le code, sans le reste du message.',
  helpExplain: 'Expliquer ce code',
  helpCodeMalformed:
    'Saisissez uniquement le code : des lettres, des chiffres, des points, des tirets et des traits de soulignement, 64 caractères au plus.',
  helpCodeUnknown: (code) =>
    `Nous n’avons pas d’explication pour « ${code} ». Communiquez ce code, ainsi que l’heure à laquelle il s’est affiché, à l’administrateur de votre organisation.`,
  helpExplanation: (code) => `Signification de ${code}`,
  helpGeneralTitle: 'Ce qui aide souvent',
  helpGeneral: [
    'Vérifiez que vous avez choisi le compte de la bonne organisation. Si la connexion fonctionne dans une fenêtre privée, c’est qu’un autre compte faisait obstacle.',
    'Si la page indique qu’il vous faut une approbation ou une autorisation, c’est à l’administrateur de votre organisation de l’accorder.',
    'Si elle indique que l’application est introuvable ou mal configurée, c’est aux responsables de ce service de connexion de corriger le problème.',
    'Notez le code, l’heure et, le cas échéant, l’identifiant de corrélation avant de fermer la page : on vous les demandera pour vous aider.',
  ],
  helpBack: 'Une fois le problème résolu, revenez à l’application d’où vous venez et connectez-vous de nouveau.',

  errorTitle: 'La connexion a échoué',
  whatToDo: 'Que faire',
  whoMustAct: 'Qui peut résoudre le problème',
  reference: 'Référence pour l’assistance',
  actorPerson: 'Vous pouvez résoudre ce problème vous-même.',
  actorTenantAdministrator: 'Un administrateur de votre organisation doit intervenir.',
  actorOperator: 'Les responsables de ce service de connexion doivent intervenir.',
  advicePerson:
    'Réessayez ou choisissez un autre compte. Si l’échec persiste, communiquez la référence ci-dessous à votre administrateur.',
  adviceTenantAdministrator: 'Transmettez la référence ci-dessous à l’administrateur de votre organisation.',
  adviceOperator: 'Transmettez la référence ci-dessous aux responsables de ce service de connexion.',
  adviceStartAgain: 'Revenez à l’application d’où vous venez et connectez-vous de nouveau.',
  tryAgain: 'Réessayer',
  chooseAnotherAccount: 'Choisir un autre compte',

  startAgainTitle: 'Veuillez recommencer',
  requestNotFound:
    'Cette connexion n’est pas en attente dans ce navigateur : elle est déjà terminée, a pris trop de temps ou a été commencée ailleurs.',
  loginNotFound:
    'Cette réponse ne correspond à aucune connexion en attente dans ce navigateur : elle a déjà été utilisée, est arrivée après plus de dix minutes, ou la connexion a été commencée ailleurs.',
  trialNotFound: 'Ce lien a déjà été utilisé, date de plus de 24 heures ou appartient à un autre navigateur.',
  adviceNewTrial: 'Demandez un nouveau lien à la personne qui vous l’a envoyé.',
  requestTooLarge: 'Cette requête est plus volumineuse que tout ce que nous attendons.',
  malformedRequest: 'Nous ne pouvons pas lire cette requête.',
  crossSitePost: 'Ce formulaire a été envoyé depuis un autre site ; il n’a donc pas été accepté.',
  applicationUnavailable:
    'Vous ne pouvez pas vous connecter à cette application pour le moment : elle a été supprimée ou désactivée.',
  connectionUnusable:
    'Le moyen de connexion demandé par l’application n’existe pas, est désactivé ou n’est pas destiné à cette application.',
  noConnection: 'Aucun moyen de connexion n’est encore configuré pour cette application.',
  wrongCallback: 'La réponse est arrivée à l’adresse d’un autre moyen de connexion ; elle n’a donc pas été acceptée.',
  connectionChanged:
    'Les paramètres de ce moyen de connexion ont été modifiés pendant que vous vous connectiez ; la réponse n’a donc pas été acceptée.',
  connectionUnfit: 'Ce moyen de connexion n’est pas configuré correctement.',
  emailDomainNotAllowed: 'Le domaine de l’adresse e-mail de votre compte n’est pas accepté par ce moyen de connexion.',
  userBlocked: 'Votre compte est bloqué ici.',
  userUnknown: 'Vous n’avez pas encore de compte ici, et ce moyen de connexion n’en crée pas.',
  loginRequired: 'Votre organisation vous demande de vous connecter de nouveau.',
  upstreamUnavailable:
    'Le service de connexion de votre organisation n’a pas répondu à temps. Veuillez réessayer dans une minute.',
  connectorBroken:
    'La connexion a échoué pour une raison que nous n’avions pas prévue. Les détails figurent dans le journal.',
  pageNotFoundTitle: 'Page introuvable',
  pageNotFound: 'Il n’y a rien à cette adresse. Vérifiez le lien que vous avez suivi.',
  requestRefusedTitle: 'Impossible de répondre à cette requête',
  somethingWrongTitle: 'Une erreur s’est produite',
  tooManyRequests: 'Trop de connexions proviennent de votre réseau en ce moment. Réessayez dans une minute.',
  storageUnavailable:
    'Le service de connexion ne peut pas fonctionner pour le moment. Veuillez réessayer dans une minute.',
  internalError: 'Le service de connexion a rencontré une erreur interne. Les détails figurent dans le journal.',

  consentTitle: 'Autoriser la connexion pour votre organisation',
  consentLead: (connection) =>
    `Les membres de votre organisation doivent pouvoir se connecter ici avec « ${connection} ». Un administrateur de l’annuaire de votre organisation doit l’autoriser une fois.`,
  consentSteps: [
    'Continuez, et connectez-vous avec un compte qui administre l’annuaire de votre organisation.',
    'Lisez quelles autorisations sont demandées, et acceptez-les.',
    'Vous revenez ici, et pouvez fermer la fenêtre.',
  ],
  consentNotYou:
    'Vous n’administrez pas d’annuaire ? Transmettez ce lien à une personne qui le fait. Rien ne se passe avant son accord.',
  consentContinueTitle: 'Redirection vers votre annuaire',
  consentBack: 'Retour',
  consentThanksTitle: 'Merci',
  consentRecorded: 'Le consentement de votre organisation a été enregistré. Vous pouvez fermer cette fenêtre.',
  consentVerified: 'Il a été confirmé : ce qui était demandé fonctionne.',
  consentUnverified: 'Il est confirmé dès que son effet est constaté. Cela peut prendre quelques minutes.',
  consentNotAdmitted:
    'Dites aux responsables de ce service de connexion que vous avez consenti : ils doivent encore admettre votre organisation.',
  consentDirectory: 'Annuaire',
  consentRefusedTitle: 'Le consentement n’a pas été donné',
  consentNotRecordedTitle: 'Le consentement n’a pas été enregistré',
  consentDeclined:
    'Soit la demande a été annulée, soit le compte utilisé ne peut pas consentir pour toute l’organisation. Rien n’a été modifié.',
  consentAgain: 'Ouvrez de nouveau le lien que vous avez reçu.',
  consentLinkNotFound: 'Ce lien a expiré, a été remplacé par un lien plus récent ou est désactivé pour le moment.',
  consentSwitchedOff:
    'Ce moyen de connexion a été désactivé ou supprimé entre-temps, la réponse n’a donc pas été acceptée.',
  consentAskAgain: 'Demandez-en un nouveau à la personne qui vous l’a envoyé.',
  consentAnswerNotFound:
    'Cette réponse ne correspond à aucun consentement en attente dans ce navigateur : elle a déjà été utilisée, a pris plus d’une heure ou a été commencée ailleurs.',

  provider: {
    redirectUriMismatch: {
      title: 'Cette application n’est pas configurée correctement',
      sentence: (uri, application = 'L’application') =>
        `${application} a demandé un retour vers « ${uri} », adresse qui n’est pas enregistrée pour elle.`,
      advice: (uri) =>
        `Les responsables de l’application doivent faire correspondre les deux, caractère par caractère : enregistrer « ${uri} » comme URL de rappel de l’application, ou corriger l’URI de redirection qu’elle envoie.`,
    },
    unknownClient: {
      title: 'Application inconnue',
      sentence: 'L’application d’où vous venez n’est pas enregistrée ou est désactivée.',
      advice: 'Les responsables de l’application doivent vérifier son identifiant client.',
    },
    expired: {
      title: 'Cette connexion n’est plus en attente',
      sentence:
        'Elle a pris trop de temps, a été terminée dans un autre onglet ou a été commencée dans un autre navigateur.',
      advice: 'Revenez à l’application et connectez-vous de nouveau.',
    },
    invalidRequest: {
      title: 'L’application a envoyé une requête à laquelle il est impossible de répondre',
      sentence: 'Pour les responsables de l’application, en voici la raison, en anglais :',
      advice: 'Les responsables de l’application doivent corriger ce problème.',
    },
    invalidLogout: {
      title: 'La déconnexion n’a pas pu être menée à bien',
      advice:
        'Si vous étiez connecté, vous l’êtes toujours. Fermez le navigateur par précaution et prévenez les responsables de l’application.',
    },
    unavailable: {
      title: 'Temporairement indisponible',
      sentence: 'Le service de connexion ne peut pas accéder à son propre stockage pour le moment.',
      advice: 'Réessayez dans une minute.',
    },
    failure: 'Le service de connexion a rencontré une erreur interne. Elle a été consignée dans le journal.',
  },
};
