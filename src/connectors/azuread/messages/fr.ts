import type { AzureAdMessageKey } from './en.js';

/** French, in the formal register; names in Microsoft's portal as it shows them in French, where that is certain. */

const tellOperator = 'Prévenez les responsables de ce service de connexion';
const startAgain = 'Recommencez la connexion';
const secret =
  'Azure AD n’a pas accepté le secret client de cette connexion (invalid_request; failed to obtain access token).';
const listing =
  'L’accès à ce service ne peut pas être accordé, car il n’est pas configuré correctement par son éditeur :';

export const fr: Readonly<Record<AzureAdMessageKey, string>> = {
  'aadsts.fallback.access_denied': `La connexion a été annulée ou n’est pas autorisée par votre organisation. ${startAgain} ou demandez l’accès à votre administrateur.`,
  'aadsts.fallback.login_required': `Microsoft vous demande de vous connecter de nouveau. ${startAgain}.`,
  'aadsts.fallback.invalid_response': `Cette connexion a expiré ou a déjà été utilisée. ${startAgain}.`,
  'aadsts.fallback.upstream_unavailable':
    'Microsoft ne peut pas terminer les connexions pour le moment. Réessayez dans quelques minutes.',
  'aadsts.fallback.misconfigured': `Microsoft n’accepte pas la configuration de cette connexion. ${tellOperator} : le code d’erreur figure dans le journal sous le numéro affiché ici.`,
  'azuread.tenant_not_allowed':
    'Votre organisation ne fait pas partie de celles qui peuvent se connecter ici. Utilisez un compte d’une organisation admise ou demandez aux responsables de ce service d’admettre la vôtre.',
  'azuread.no_subject':
    'Microsoft n’a pas indiqué de quel compte il s’agit. Utilisez un compte de cette organisation même ou adressez-vous aux responsables de ce service.',
  'azuread.silent_reauthentication': `Votre dernière connexion ne peut pas être renouvelée sans vous. ${startAgain}.`,
  'azuread.graph_permission':
    'Votre organisation n’a pas autorisé ce service à lire ce que votre connexion exige ; personne n’a donc été connecté. Demandez à un administrateur de l’annuaire de votre organisation d’accorder les autorisations de l’inscription d’application (« API permissions », « Grant admin consent »).',
  'azuread.graph_refused': `Microsoft n’accepte pas la façon dont cette connexion lit les profils et les groupes. ${tellOperator} : le code d’erreur figure dans le journal sous le numéro affiché ici.`,
  'azuread.graph_unavailable':
    'Microsoft n’a pas communiqué à temps votre profil ou vos groupes ; personne n’a donc été connecté. Réessayez dans quelques minutes.',
  'azuread.graph_too_many_groups': `Vous appartenez à plus de groupes qu’une connexion ne peut en transmettre. ${tellOperator} : régler max_groups_to_retrieve.`,
  'azuread.graph_personal_account':
    'Un compte Microsoft personnel n’a pas de groupes, et cette connexion en a besoin. Utilisez un compte professionnel ou scolaire.',
  'azuread.warning.group_overage':
    'Trop de groupes pour le jeton d’identité : ils sont inconnus pour cette connexion. Activez ext_groups pour les lire dans Graph.',
  'azuread.warning.guest':
    'Cette personne est un invité du locataire : son compte, et donc son adresse e-mail, vient d’un autre annuaire ou fournisseur.',
  'azuread.warning.groups_cut':
    'Cette personne appartient à plus de groupes que max_groups_to_retrieve : les autres sont omis.',
  'aadsts.unknown':
    'Microsoft a signalé une erreur qui n’est pas expliquée ici. Communiquez le code complet aux responsables de ce service de connexion ; https://login.microsoftonline.com/error l’explique.',
  'aadsts.16000':
    'Le compte avec lequel vous êtes connecté chez Microsoft n’existe pas dans cette organisation. Choisissez un autre compte ou demandez à son administrateur de vous inviter.',
  'aadsts.50000': 'Microsoft n’a pas pu délivrer la connexion. Réessayez dans quelques minutes.',
  'aadsts.50001': `La connexion demande l’accès à un service que cette organisation ne possède pas. ${tellOperator} : vérifier les étendues (scopes) de la connexion et les autorisations d’API de l’inscription d’application.`,
  'aadsts.500021':
    'Votre réseau n’autorise les connexions qu’à certaines organisations, et celle-ci n’en fait pas partie. Adressez-vous à l’administrateur de votre réseau.',
  'aadsts.50011': `L’URI de redirection de ce service n’est pas enregistrée auprès d’Azure AD. ${tellOperator} : ajouter l’URL de rappel de la connexion à l’inscription d’application, sous « Authentification », plateforme « Web », exactement comme elle est affichée.`,
  'aadsts.500112': `L’URI de redirection a changé entre les deux moitiés de la connexion. ${tellOperator} : vérifier l’URL publique du service.`,
  'aadsts.50012': `Azure AD n’a pas accepté le certificat ou l’assertion de cette connexion. ${tellOperator}.`,
  'aadsts.50014':
    'Votre invitation dans cette organisation n’a pas encore été acceptée. Ouvrez l’invitation reçue par e-mail, puis connectez-vous de nouveau.',
  'aadsts.50020': `${listing} votre compte n’appartient pas à l’organisation à laquelle cette connexion donne accès. Utilisez un autre compte ou demandez à son administrateur de vous inviter comme invité ; pour admettre d’autres organisations, les responsables changent les types de comptes pris en charge de l’inscription d’application et utilisent le point de terminaison commun.`,
  'aadsts.50194': `${listing} l’inscription d’application est réservée à une seule organisation, et la connexion utilise le point de terminaison commun. ${tellOperator} : soit passer les types de comptes pris en charge à plusieurs locataires, soit donner à la connexion son locataire et aucun point de terminaison commun.`,
  'aadsts.9002332': `${listing} les types de comptes pris en charge ne comprennent pas celui du compte que vous avez utilisé. Utilisez un compte professionnel ou scolaire au lieu d’un compte personnel (ou l’inverse), ou demandez aux responsables de ce service de comparer les types de comptes pris en charge avec audience_type de la connexion.`,
  'aadsts.500208':
    'Cette adresse n’appartient à aucune organisation qui peut se connecter ici. Vérifiez son orthographe ou utilisez un autre compte.',
  'aadsts.500212':
    'Les règles entre votre organisation et celle-ci n’autorisent pas la connexion. Demandez aux administrateurs de modifier leurs paramètres d’accès entre locataires.',
  'aadsts.50034':
    'Microsoft ne connaît aucun compte de ce nom dans cette organisation. Vérifiez son orthographe ou demandez à l’administrateur de le créer ou de l’inviter.',
  'aadsts.50049': `La connexion désigne un cloud qui n’existe pas. ${tellOperator} : vérifier cloud_instance.`,
  'aadsts.50053':
    'Le compte est verrouillé après trop de tentatives, ou la connexion provient d’une adresse qui a mauvaise réputation. Attendez un moment ou adressez-vous à votre administrateur.',
  'aadsts.50055':
    'Votre mot de passe a expiré ou doit être changé. Changez-le chez Microsoft, puis connectez-vous de nouveau.',
  'aadsts.50057': 'Votre compte est désactivé dans cette organisation. Adressez-vous à son administrateur.',
  'aadsts.50059': `Microsoft ne peut pas déterminer de quelle organisation il s’agit. ${tellOperator} : vérifier tenant_domain.`,
  'aadsts.50072':
    'Votre organisation exige un second facteur, qui n’a pas été fourni. Connectez-vous de nouveau et fournissez-le ; configurez-le sur https://aka.ms/mfasetup si on vous le demande.',
  'aadsts.50097':
    'Votre organisation n’autorise que les appareils qu’elle connaît ou qu’elle gère. Utilisez un tel appareil ou adressez-vous à votre administrateur.',
  'aadsts.50105':
    'Vous n’êtes pas affecté à cette application. Votre administrateur vous y affecte, vous ou un groupe dont vous êtes directement membre, dans Azure AD sous « Applications d’entreprise ».',
  'aadsts.50126': 'Le nom d’utilisateur ou le mot de passe est incorrect. Réessayez.',
  'aadsts.50132': `Votre session chez Microsoft est terminée. ${startAgain}.`,
  'aadsts.50140': `Microsoft attendait une réponse de votre part et ne l’a pas reçue. ${startAgain}.`,
  'aadsts.50146': `L’inscription d’application mappe des revendications sans avoir sa propre clé de signature. ${tellOperator}.`,
  'aadsts.50147': `La connexion a été confondue avec une autre. ${startAgain}.`,
  'aadsts.50196': 'Trop de connexions ont été commencées en peu de temps. Attendez une minute, puis recommencez.',
  'aadsts.53003':
    'Une règle de votre organisation (accès conditionnel) a bloqué la connexion. Demandez à votre administrateur de consulter le journal de connexion, ou remplissez les conditions de la règle.',
  'aadsts.54005': `Cette connexion a déjà été utilisée. ${startAgain}.`,
  'aadsts.65001':
    'Personne n’a encore consenti à ce que cette application connecte des personnes. Connectez-vous de nouveau et acceptez, ou demandez à votre administrateur de donner son consentement pour l’organisation.',
  'aadsts.65004':
    'Les autorisations demandées par l’application ont été refusées. Connectez-vous de nouveau et acceptez-les, ou adressez-vous à votre administrateur.',
  'aadsts.650056': `Il manque à l’inscription d’application une autorisation que la connexion demande. ${tellOperator} : comparer les autorisations d’API avec les étendues (scopes) de la connexion, puis donner le consentement.`,
  'aadsts.650051': 'Votre organisation est encore en train d’inscrire cette application. Réessayez dans une minute.',
  'aadsts.650053': `La connexion demande une étendue (scope) qui n’existe pas. ${tellOperator} : corriger l’option scope.`,
  'aadsts.70001':
    'Cette application est désactivée dans votre organisation. Demandez à son administrateur de l’activer sous « Applications d’entreprise ».',
  'aadsts.700016': `L’inscription d’application est introuvable dans l’annuaire de cette organisation : elle se trouve peut-être dans le mauvais annuaire, ou l’identifiant client est incorrect. ${tellOperator} : comparer client_id et tenant_domain avec la page de vue d’ensemble de l’inscription d’application.`,
  'aadsts.700025': `L’URI de redirection est enregistrée pour la plateforme SPA ou mobile ; Azure AD refuse donc le secret client. ${tellOperator} : la déplacer vers la plateforme « Web ».`,
  'aadsts.700054': `Azure AD a été sollicité pour un type de réponse qui n’est pas activé. ${tellOperator} : retirer de upstream_params ce qui le change.`,
  'aadsts.70008': `Cette connexion a pris trop de temps et a expiré. ${startAgain}.`,
  'aadsts.7000215': `${secret} ${tellOperator} : coller la valeur du secret (et non son identifiant) ou en créer un nouveau sous « Certificats et secrets ».`,
  'aadsts.7000222': `${secret} Il a expiré. ${tellOperator} : créer un nouveau secret client sous « Certificats et secrets » et en coller la valeur dans la connexion.`,
  'aadsts.7000218': `Azure AD demande une preuve d’identité et n’en a reçu aucune qu’il connaisse. ${tellOperator} : définir client_secret et enregistrer l’URI de redirection pour la plateforme « Web ».`,
  'aadsts.90002': `Azure AD ne connaît pas cette organisation. ${tellOperator} : vérifier l’orthographe de tenant_domain, et si l’organisation se trouve dans un autre cloud (cloud_instance).`,
  'aadsts.90008': `Il manque à l’inscription d’application l’autorisation de connecter des personnes. ${tellOperator} : ajouter Microsoft Graph, User.Read (déléguée).`,
  'aadsts.90014': `Microsoft a jugé la requête mal formée. ${startAgain} ; si cela se reproduit, prévenez les responsables de ce service.`,
  'aadsts.90027': `L’ancien point de terminaison (v1.0) ne connaît pas ce type de compte. ${tellOperator} : définir identity_api sur microsoft-identity-platform-v2.0.`,
  'aadsts.90038': `L’organisation se trouve dans un autre cloud de Microsoft. ${tellOperator} : définir cloud_instance et inscrire l’application dans ce cloud.`,
  'aadsts.90072':
    'Votre compte est extérieur à cette organisation et n’y est pas connu. Utilisez un autre compte ou demandez à son administrateur de vous inviter comme invité.',
  'aadsts.90094':
    'Un administrateur de votre organisation doit donner son accord avant que vous puissiez utiliser cette application. Demandez-le, puis connectez-vous de nouveau.',
  'aadsts.900971': `L’inscription d’application n’a pas d’URI de redirection. ${tellOperator} : ajouter l’URL de rappel de la connexion sous « Authentification », plateforme « Web ».`,
  'aadsts.901002': `La connexion envoie un paramètre que le point de terminaison v2.0 refuse. ${tellOperator} : utiliser scope.`,
};
