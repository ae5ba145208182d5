import type { TrialMessages } from './en.js';

/** What the pages of a trial sign-in say in French. */
export const fr: TrialMessages = {
  startTitle: (connection) => `Essayer la connexion avec ${connection}`,
  startIntroduction:
    'Il s’agit d’une véritable connexion auprès de votre organisation, pour savoir si ce moyen de connexion fonctionne. Aucun compte n’est créé ici et vous n’êtes connecté à aucune application. Un rapport vous attend à la fin.',
  startOnce:
    'Le lien fonctionne une seule fois. Le rapport est visible dans ce navigateur et par les responsables de ce service de connexion : il contient ce que votre organisation nous dit de vous.',
  startDraft: 'Les paramètres essayés ne sont pas encore enregistrés.',
  startContinue: 'Se connecter et voir le rapport',
  openedTitle: 'Cet essai n’est pas encore terminé',
  openedSentence:
    'La connexion a commencé dans ce navigateur et votre organisation n’a pas encore répondu. Terminez-la sur la page de votre organisation. Si ce n’est plus possible, demandez un nouveau lien.',

  reportTitle: (connection) => `Essai de connexion avec ${connection}`,
  outcomes: {
    ok: 'Ce moyen de connexion fonctionne.',
    warning: 'Ce moyen de connexion fonctionne, mais un point mérite attention.',
    failed: 'La connexion a échoué.',
    skipped: 'L’essai n’a rien établi.',
  },
  outcomeWords: { ok: 'OK', warning: 'Attention', failed: 'Échec', skipped: 'Ignorée' },
  connectionGone: 'Ce moyen de connexion a été supprimé après la création de ce lien.',
  failureHeading: 'Ce qui n’a pas fonctionné',
  upstreamCode: 'Code du fournisseur d’identité',
  upstreamCorrelationId: 'Son identifiant de corrélation',
  upstreamTraceId: 'Son identifiant de trace',
  stagesHeading: 'Étape par étape',
  warningsHeading: 'Ce qui mérite attention',
  profileHeading: 'Le profil que cette personne aurait',
  profileNothing: 'Le fournisseur d’identité n’a communiqué que l’identifiant de cette personne.',
  emailVerification: 'L’adresse e-mail est-elle vérifiée ?',
  userTerm: 'Compte',
  users: {
    create: 'Une connexion créerait un compte.',
    recognise: 'Une connexion retrouverait le compte que cette personne a ici.',
    refuse: 'Une connexion serait refusée.',
  },
  claimsHeading: 'Ce que le fournisseur d’identité a dit',
  claimsShow: 'Afficher les revendications (claims) telles que reçues',
  issuer: 'Émetteur (issuer)',
  subject: 'Sujet (subject)',
  more: (count) => `et ${count} de plus`,
  readable: 'Ce rapport peut être lu dans ce navigateur pendant 24 heures.',

  stageNames: {
    discovery: 'Découverte',
    authorize: 'Demande de connexion',
    callback: 'Réponse',
    token: 'Demande de jetons',
    signature: 'Signature',
    claims: 'Revendications (claims)',
    userinfo: 'Informations sur la personne',
    graph: 'Microsoft Graph',
    policy: 'Règles de ce service',
    profile: 'Profil',
  },
  stageOk: {
    discovery: 'Le fournisseur d’identité a répondu, et c’est bien celui attendu.',
    authorize: 'Le navigateur a été envoyé vers le fournisseur d’identité.',
    callback: 'La réponse est revenue et appartient à cette connexion.',
    token: 'Le fournisseur d’identité a accepté les identifiants de ce moyen de connexion.',
    signature: 'Le jeton d’identité est signé par le fournisseur d’identité.',
    claims: 'Les revendications sont valides et destinées à ce moyen de connexion.',
    userinfo: 'Les informations sur la personne ont été lues.',
    graph: 'Ce que ce moyen de connexion demande a été lu dans Microsoft Graph.',
    policy: 'Ce service laisserait entrer cette personne.',
    profile: 'Un profil a été formé à partir des revendications.',
  },
  passed: 'Cette étape a réussi.',
  notReached: 'Non atteinte.',
  notUsed: 'Ce moyen de connexion ne s’en sert pas ou n’en signale rien.',

  warnings: {
    no_email:
      'Le fournisseur d’identité n’a envoyé aucune adresse e-mail utilisable. Les applications qui en ont besoin refuseront cette personne.',
    no_name: 'Le fournisseur d’identité n’a envoyé aucun nom.',
    email_unverified: 'Les applications apprennent que l’adresse e-mail n’est pas vérifiée.',
    email_domain_elsewhere: 'L’adresse e-mail n’est d’aucun des domaines de ce moyen de connexion.',
    email_domain_of_another: 'Le domaine de l’adresse e-mail appartient à un autre moyen de connexion.',
    groups_unknown: 'Les groupes de cette personne sont inconnus : les applications n’en reçoivent pas.',
    connection_disabled: 'Ce moyen de connexion est désactivé : personne ne peut encore s’en servir.',
    secret_expiring: 'Le secret client expire dans les 30 jours.',
    secret_expired: 'La date d’expiration du secret client enregistrée ici est passée.',
    next_secret_used:
      'Le secret client en usage a été refusé ; le suivant a donc été essayé. Une connexion à une application y passerait.',
  },
  verdicts: {
    upstream: 'Oui : le fournisseur d’identité s’en porte garant.',
    operator: 'Oui : ce moyen de connexion est jugé fiable pour les adresses de ses propres domaines.',
    no_address: 'Non : il n’y a pas d’adresse utilisable.',
    no_evidence: 'Non : rien ne montre qu’elle appartient à cette personne.',
    domain_not_own:
      'Non : ce moyen de connexion n’est jugé fiable que pour ses propres domaines, et ce n’en est pas un.',
    domain_of_another: 'Non : le domaine appartient à un autre moyen de connexion.',
  },
  advice: {
    person: 'Faites ce qui est décrit, puis demandez un nouveau lien et réessayez.',
    'tenant-administrator':
      'Envoyez ce rapport à un administrateur de l’annuaire de l’organisation. Une fois le problème résolu, demandez un nouveau lien et réessayez.',
    operator:
      'Le moyen de connexion doit être modifié, ou le journal du service de connexion donne les détails. Ses responsables peuvent aussi lire ce rapport.',
  },
};
