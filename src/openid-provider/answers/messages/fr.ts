import type { Messages } from './en.js';
import { shortened } from './words.js';

/** French, in the formal register. Spaces before `: ; ! ?` and inside « » are no-break ones. */
export const fr: Messages = {
  redirectUriMismatch: (received, application) => ({
    title: 'Cette application n’est pas configurée correctement',
    sentence: `${application ?? 'L’application'} a demandé un retour vers ${quoted(received)}, adresse qui n’est pas enregistrée pour elle.`,
    advice: `Les responsables de l’application doivent faire correspondre les deux, caractère par caractère : enregistrer ${quoted(received)} comme URL de rappel de l’application, ou corriger l’URI de redirection qu’elle envoie.`,
  }),
  unknownClient: () => ({
    title: 'Application inconnue',
    sentence: 'L’application d’où vous venez n’est pas enregistrée ou est désactivée.',
    advice: 'Les responsables de l’application doivent vérifier son identifiant client.',
  }),
  expired: () => ({
    title: 'Cette connexion n’est plus en attente',
    sentence:
      'Elle a pris trop de temps, a été terminée dans un autre onglet ou a été commencée dans un autre navigateur.',
    advice: 'Revenez à l’application et connectez-vous de nouveau.',
    actor: 'person',
  }),
  invalidRequest: (technicalDetail) => ({
    title: 'L’application a envoyé une requête à laquelle il est impossible de répondre',
    sentence: 'Pour les responsables de l’application, en voici la raison, en anglais :',
    technicalDetail,
    advice: 'Les responsables de l’application doivent corriger ce problème.',
  }),
  invalidLogout: (technicalDetail) => ({
    title: 'La déconnexion n’a pas pu être menée à bien',
    sentence: 'Pour les responsables de l’application, en voici la raison, en anglais :',
    technicalDetail,
    advice:
      'Si vous étiez connecté, vous l’êtes toujours. Fermez le navigateur par précaution et prévenez les responsables de l’application.',
  }),
  unavailable: () => ({
    title: 'Temporairement indisponible',
    sentence: 'Le service de connexion ne peut pas accéder à son propre stockage pour le moment.',
    advice: 'Réessayez dans une minute.',
    actor: 'operator',
  }),
  failure: () => ({
    title: 'Une erreur s’est produite',
    sentence: 'Le service de connexion a rencontré une erreur interne. Elle a été consignée dans le journal.',
    actor: 'operator',
  }),
  continueTo: (host) => `Continuer vers ${host}`,
};

function quoted(text: string): string {
  return `« ${shortened(text)} »`;
}
