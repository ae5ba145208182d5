import type { Messages } from './en.js';
import { shortened } from './words.js';

/** German, in the formal register. */
export const de: Messages = {
  redirectUriMismatch: (received, application) => ({
    title: 'Diese Anwendung ist nicht richtig eingerichtet',
    sentence: `${application ?? 'Die Anwendung'} wollte zu ${quoted(received)} zurückkehren. Diese Adresse ist für die Anwendung nicht registriert.`,
    advice: `Wer die Anwendung betreibt, muss beide Zeichen für Zeichen in Übereinstimmung bringen: entweder ${quoted(received)} als Callback-URL der Anwendung registrieren oder die Umleitungs-URI korrigieren, die sie sendet.`,
  }),
  unknownClient: () => ({
    title: 'Unbekannte Anwendung',
    sentence: 'Die Anwendung, von der Sie kommen, ist nicht registriert oder deaktiviert.',
    advice: 'Wer die Anwendung betreibt, muss deren Client-ID prüfen.',
  }),
  expired: () => ({
    title: 'Diese Anmeldung wartet nicht mehr',
    sentence:
      'Sie hat zu lange gedauert, wurde in einem anderen Tab abgeschlossen oder in einem anderen Browser begonnen.',
    advice: 'Kehren Sie zur Anwendung zurück, und melden Sie sich erneut an.',
    actor: 'person',
  }),
  invalidRequest: (technicalDetail) => ({
    title: 'Die Anwendung hat eine Anfrage gesendet, die nicht beantwortet werden kann',
    sentence: 'Für die Betreiber der Anwendung ist dies der Grund, auf Englisch:',
    technicalDetail,
    advice: 'Wer die Anwendung betreibt, muss das korrigieren.',
  }),
  invalidLogout: (technicalDetail) => ({
    title: 'Die Abmeldung konnte nicht abgeschlossen werden',
    sentence: 'Für die Betreiber der Anwendung ist dies der Grund, auf Englisch:',
    technicalDetail,
    advice:
      'Falls Sie angemeldet waren, sind Sie es noch immer. Schließen Sie sicherheitshalber den Browser, und informieren Sie die Betreiber der Anwendung.',
  }),
  unavailable: () => ({
    title: 'Vorübergehend nicht verfügbar',
    sentence: 'Der Anmeldedienst erreicht zurzeit seinen eigenen Speicher nicht.',
    advice: 'Versuchen Sie es in einer Minute erneut.',
    actor: 'operator',
  }),
  failure: () => ({
    title: 'Etwas ist schiefgegangen',
    sentence: 'Im Anmeldedienst ist ein Fehler aufgetreten. Er wurde protokolliert.',
    actor: 'operator',
  }),
  continueTo: (host) => `Weiter zu ${host}`,
};

function quoted(text: string): string {
  return `„${shortened(text)}“`;
}
