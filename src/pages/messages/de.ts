import type { Messages } from './en.js';

/** German, in the formal register. */
export const de: Messages = {
  locale: 'de',
  productName: 'Portico',

  signIn: 'Anmelden',
  signInTo: (application) => `Bei ${application} anmelden`,
  chooseAccountFor: (application) => `Konto für ${application} auswählen`,
  emailLabel: 'Geschäftliche E-Mail-Adresse',
  emailHint: 'Danach folgt die Anmeldeseite Ihrer Organisation.',
  continueButton: 'Weiter',
  or: 'oder',
  continueWith: (name) => `Weiter mit ${name}`,
  connectionsHeading: 'Anmeldemöglichkeiten',
  errorPrefix: 'Fehler: ',
  addressMalformed: 'Geben Sie eine einzelne E-Mail-Adresse ein, zum Beispiel name@example.com.',
  addressUnknown:
    'Für diese E-Mail-Domain ist hier keine Organisation eingerichtet. Prüfen Sie die Schreibweise, verwenden Sie Ihre geschäftliche Adresse, oder fragen Sie Ihre IT-Administration, ob Sie sich bei dieser Anwendung anmelden können.',
  troubleLink: 'Probleme bei der Anmeldung?',

  oneMoment: 'Einen Moment bitte',
  continueTitle: 'Sie werden zu Ihrer Organisation weitergeleitet',
  continueTo: (name) => `Weiter zu ${name}`,
  continueSentence: 'Falls nichts geschieht, verwenden Sie die Schaltfläche unten.',
  signedInTitle: 'Diese Anmeldung ist abgeschlossen',
  signedInSentence: 'Sie wurde vor einem Moment abgeschlossen. Machen Sie in der Anwendung weiter.',
  useAnotherAccount: 'Anderes Konto verwenden',
  usedLastTime: 'Zuletzt verwendet',

  frontTitle: 'Ein Anmeldedienst',
  frontSentence:
    'Dies ist Portico, ein Identity-Hub. Anwendungen leiten Personen hierher, damit sie sich mit dem Konto ihrer eigenen Organisation anmelden. Öffnen Sie zum Anmelden die Anwendung, die Sie verwenden möchten.',
  frontFor: 'Für Entwicklung und Betrieb',
  frontDiscovery: 'Konfiguration des OpenID Providers',
  frontApi: 'Management-API',

  signOut: 'Abmelden',
  staySignedIn: 'Angemeldet bleiben',
  signOutTitle: 'Möchten Sie sich abmelden?',
  signOutSentence:
    'Damit endet Ihre Sitzung hier. Bei Ihrer Organisation sind Sie danach möglicherweise noch angemeldet.',
  signOutSentenceFor: (application) =>
    `${application} möchte Sie abmelden. Damit endet Ihre Sitzung hier; bei Ihrer Organisation sind Sie danach möglicherweise noch angemeldet.`,
  signedOutTitle: 'Sie sind abgemeldet',
  signedOutSentence: 'Sie können dieses Fenster schließen.',
  signedOutSentenceFor: (application) => `Sie können dieses Fenster schließen oder zu ${application} zurückkehren.`,

  helpTitle: 'Probleme bei der Anmeldung?',
  helpIntroduction:
    'Ist die Anmeldung auf der Seite Ihrer eigenen Organisation gescheitert? Davon erfahren wir nichts, aber meist zeigt die Seite einen Code, und viele davon können wir erklären.',
  helpCodeLabel: 'Code von der Fehlerseite',
  helpCodeHint: 'Kopieren Sie nur den Code, nicht die ganze Meldung.',
  helpExplain: 'Diesen Code erklären',
  helpCodeMalformed:
    'Geben Sie nur den Code ein: Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, höchstens 64 Zeichen.',
  helpCodeUnknown: (code) =>
    `Für „${code}“ haben wir keine Erklärung. Nennen Sie der IT-Administration Ihrer Organisation den Code und den Zeitpunkt, zu dem er angezeigt wurde.`,
  helpExplanation: (code) => `Was ${code} bedeutet`,
  helpGeneralTitle: 'Was oft hilft',
  helpGeneral: [
    'Prüfen Sie, ob Sie das Konto der richtigen Organisation gewählt haben. Wenn es in einem privaten Fenster funktioniert, stand ein anderes Konto im Weg.',
    'Wenn die Seite eine Genehmigung oder Berechtigung verlangt, muss die IT-Administration Ihrer Organisation sie erteilen.',
    'Wenn es heißt, die Anwendung sei nicht gefunden oder nicht richtig konfiguriert, müssen die Betreiber dieses Anmeldedienstes das beheben.',
    'Notieren Sie den Code, die Uhrzeit und gegebenenfalls die Korrelations-ID, bevor Sie die Seite schließen: Wer Ihnen hilft, wird danach fragen.',
  ],
  helpBack:
    'Sobald der Fehler behoben ist, kehren Sie zu der Anwendung zurück, von der Sie gekommen sind, und melden Sie sich erneut an.',

  errorTitle: 'Die Anmeldung hat nicht funktioniert',
  whatToDo: 'Was zu tun ist',
  whoMustAct: 'Wer das beheben kann',
  reference: 'Referenz für den Support',
  actorPerson: 'Sie können das selbst beheben.',
  actorTenantAdministrator: 'Die IT-Administration Ihrer Organisation muss handeln.',
  actorOperator: 'Die Betreiber dieses Anmeldedienstes müssen handeln.',
  advicePerson:
    'Versuchen Sie es erneut, oder wählen Sie ein anderes Konto. Wenn es weiterhin fehlschlägt, geben Sie Ihrer IT-Administration die Referenz unten.',
  adviceTenantAdministrator: 'Senden Sie die Referenz unten an die IT-Administration Ihrer Organisation.',
  adviceOperator: 'Senden Sie die Referenz unten an die Betreiber dieses Anmeldedienstes.',
  adviceStartAgain: 'Kehren Sie zu der Anwendung zurück, von der Sie gekommen sind, und melden Sie sich erneut an.',
  tryAgain: 'Erneut versuchen',
  chooseAnotherAccount: 'Anderes Konto auswählen',

  startAgainTitle: 'Bitte beginnen Sie von vorn',
  requestNotFound:
    'Diese Anmeldung wartet nicht in diesem Browser: Sie ist bereits abgeschlossen, hat zu lange gedauert oder wurde anderswo begonnen.',
  loginNotFound:
    'Diese Antwort gehört zu keiner Anmeldung, die in diesem Browser wartet: Sie wurde bereits verwendet, kam nach mehr als zehn Minuten, oder die Anmeldung wurde anderswo begonnen.',
  trialNotFound: 'Dieser Link wurde bereits benutzt, ist älter als 24 Stunden oder gehört zu einem anderen Browser.',
  adviceNewTrial: 'Bitten Sie die Person, die Ihnen den Link geschickt hat, um einen neuen.',
  requestTooLarge: 'Diese Anfrage ist größer als alles, was wir erwarten.',
  malformedRequest: 'Diese Anfrage können wir nicht lesen.',
  crossSitePost: 'Dieses Formular wurde von einer anderen Website gesendet und deshalb nicht angenommen.',
  applicationUnavailable:
    'Bei dieser Anwendung können Sie sich zurzeit nicht anmelden: Sie wurde entfernt oder deaktiviert.',
  connectionUnusable:
    'Die Anmeldemöglichkeit, die von der Anwendung verlangt wurde, gibt es nicht, oder sie ist deaktiviert oder nicht für diese Anwendung bestimmt.',
  noConnection: 'Für diese Anwendung ist noch keine Anmeldemöglichkeit eingerichtet.',
  wrongCallback: 'Die Antwort kam an der Adresse einer anderen Verbindung an und wurde deshalb nicht angenommen.',
  connectionChanged:
    'Die Einstellungen dieser Verbindung wurden während Ihrer Anmeldung geändert, deshalb wurde die Antwort nicht angenommen.',
  connectionUnfit: 'Diese Anmeldemöglichkeit ist nicht richtig eingerichtet.',
  emailDomainNotAllowed: 'Die E-Mail-Domain Ihres Kontos wird von dieser Verbindung nicht angenommen.',
  userBlocked: 'Ihr Konto ist hier gesperrt.',
  userUnknown: 'Sie haben hier noch kein Konto, und über diese Verbindung wird keines angelegt.',
  loginRequired: 'Ihre Organisation verlangt, dass Sie sich erneut anmelden.',
  upstreamUnavailable:
    'Der Anmeldedienst Ihrer Organisation hat nicht rechtzeitig geantwortet. Bitte versuchen Sie es in einer Minute erneut.',
  connectorBroken:
    'Die Anmeldung ist aus einem Grund gescheitert, den wir nicht vorhergesehen haben. Die Einzelheiten stehen im Protokoll.',
  pageNotFoundTitle: 'Seite nicht gefunden',
  pageNotFound: 'Unter dieser Adresse gibt es nichts. Prüfen Sie den Link, dem Sie gefolgt sind.',
  requestRefusedTitle: 'Diese Anfrage kann nicht beantwortet werden',
  somethingWrongTitle: 'Etwas ist schiefgegangen',
  tooManyRequests: 'Aus Ihrem Netz kommen zurzeit zu viele Anmeldungen. Bitte versuchen Sie es in einer Minute erneut.',
  storageUnavailable: 'Der Anmeldedienst ist zurzeit nicht verfügbar. Bitte versuchen Sie es in einer Minute erneut.',
  internalError: 'Im Anmeldedienst ist ein Fehler aufgetreten. Die Einzelheiten stehen im Protokoll.',

  consentTitle: 'Anmeldung für Ihre Organisation erlauben',
  consentLead: (connection) =>
    `Die Mitglieder Ihrer Organisation sollen sich hier über „${connection}“ anmelden. Jemand mit Administratorrechten für das Verzeichnis Ihrer Organisation muss das einmal erlauben.`,
  consentSteps: [
    'Fahren Sie fort, und melden Sie sich mit einem Konto an, das das Verzeichnis Ihrer Organisation verwaltet.',
    'Lesen Sie, welche Berechtigungen verlangt werden, und stimmen Sie zu.',
    'Sie kommen hierher zurück und können das Fenster schließen.',
  ],
  consentNotYou:
    'Sie verwalten kein Verzeichnis? Geben Sie diesen Link an jemanden weiter, der es tut. Vor dessen Zustimmung geschieht nichts.',
  consentContinueTitle: 'Sie werden zu Ihrem Verzeichnis weitergeleitet',
  consentBack: 'Zurück',
  consentThanksTitle: 'Vielen Dank',
  consentRecorded: 'Die Zustimmung Ihrer Organisation wurde vermerkt. Sie können dieses Fenster schließen.',
  consentVerified: 'Sie wurde bestätigt: Was verlangt war, funktioniert.',
  consentUnverified: 'Sie wird bestätigt, sobald sich gezeigt hat, dass sie wirkt. Das kann einige Minuten dauern.',
  consentNotAdmitted:
    'Sagen Sie den Betreibern dieses Anmeldedienstes, dass Sie zugestimmt haben; diese müssen Ihre Organisation noch zulassen.',
  consentDirectory: 'Verzeichnis',
  consentRefusedTitle: 'Die Zustimmung wurde nicht erteilt',
  consentNotRecordedTitle: 'Die Zustimmung wurde nicht vermerkt',
  consentDeclined:
    'Entweder wurde abgebrochen, oder das verwendete Konto darf nicht für die ganze Organisation zustimmen. Es wurde nichts geändert.',
  consentAgain: 'Öffnen Sie den Link, den Sie erhalten haben, noch einmal.',
  consentLinkNotFound: 'Dieser Link ist abgelaufen, wurde durch einen neueren ersetzt oder ist zurzeit abgeschaltet.',
  consentSwitchedOff:
    'Diese Anmeldemöglichkeit wurde inzwischen abgeschaltet oder entfernt. Deshalb wurde die Antwort nicht angenommen.',
  consentAskAgain: 'Bitten Sie um einen neuen, wo Sie ihn erhalten haben.',
  consentAnswerNotFound:
    'Diese Antwort gehört zu keiner Zustimmung, die in diesem Browser wartet: Sie wurde bereits verwendet, kam nach mehr als einer Stunde oder wurde anderswo begonnen.',

  provider: {
    redirectUriMismatch: {
      title: 'Diese Anwendung ist nicht richtig eingerichtet',
      sentence: (uri, application = 'Die Anwendung') =>
        `${application} wollte zu „${uri}“ zurückkehren. Diese Adresse ist für die Anwendung nicht registriert.`,
      advice: (uri) =>
        `Wer die Anwendung betreibt, muss beide Zeichen für Zeichen in Übereinstimmung bringen: entweder „${uri}“ als Callback-URL der Anwendung registrieren oder die Umleitungs-URI korrigieren, die sie sendet.`,
    },
    unknownClient: {
      title: 'Unbekannte Anwendung',
      sentence: 'Die Anwendung, von der Sie kommen, ist nicht registriert oder deaktiviert.',
      advice: 'Wer die Anwendung betreibt, muss deren Client-ID prüfen.',
    },
    expired: {
      title: 'Diese Anmeldung wartet nicht mehr',
      sentence:
        'Sie hat zu lange gedauert, wurde in einem anderen Tab abgeschlossen oder in einem anderen Browser begonnen.',
      advice: 'Kehren Sie zur Anwendung zurück, und melden Sie sich erneut an.',
    },
    invalidRequest: {
      title: 'Die Anwendung hat eine Anfrage gesendet, die nicht beantwortet werden kann',
      sentence: 'Für die Betreiber der Anwendung ist dies der Grund, auf Englisch:',
      advice: 'Wer die Anwendung betreibt, muss das korrigieren.',
    },
    invalidLogout: {
      title: 'Die Abmeldung konnte nicht abgeschlossen werden',
      advice:
        'Falls Sie angemeldet waren, sind Sie es noch immer. Schließen Sie sicherheitshalber den Browser, und informieren Sie die Betreiber der Anwendung.',
    },
    unavailable: {
      title: 'Vorübergehend nicht verfügbar',
      sentence: 'Der Anmeldedienst erreicht zurzeit seinen eigenen Speicher nicht.',
      advice: 'Versuchen Sie es in einer Minute erneut.',
    },
    failure: 'Im Anmeldedienst ist ein Fehler aufgetreten. Er wurde protokolliert.',
  },
};
