import type { TrialMessages } from './en.js';

/** What the pages of a trial sign-in say in German. */
export const de: TrialMessages = {
  startTitle: (connection) => `Anmeldung mit ${connection} ausprobieren`,
  startIntroduction:
    'Dies ist eine echte Anmeldung bei Ihrer Organisation. Sie zeigt, ob die Verbindung funktioniert. Hier entsteht dabei kein Konto, und Sie werden bei keiner Anwendung angemeldet. Am Ende steht ein Bericht.',
  startOnce:
    'Der Link funktioniert einmal. Den Bericht sehen dieser Browser und die Betreiber dieses Anmeldedienstes: Er enthält, was Ihre Organisation uns über Sie mitteilt.',
  startDraft: 'Die Einstellungen, die ausprobiert werden, sind noch nicht gespeichert.',
  startContinue: 'Anmelden und Bericht ansehen',
  openedTitle: 'Diese Testanmeldung ist noch nicht abgeschlossen',
  openedSentence:
    'Die Anmeldung wurde in diesem Browser begonnen, und Ihre Organisation hat noch nicht geantwortet. Schließen Sie sie auf der Seite Ihrer Organisation ab. Ist das nicht mehr möglich, bitten Sie um einen neuen Link.',

  reportTitle: (connection) => `Testanmeldung mit ${connection}`,
  outcomes: {
    ok: 'Die Verbindung funktioniert.',
    warning: 'Die Verbindung funktioniert, aber etwas verdient Aufmerksamkeit.',
    failed: 'Die Anmeldung ist fehlgeschlagen.',
    skipped: 'Die Testanmeldung hat nichts ergeben.',
  },
  outcomeWords: { ok: 'OK', warning: 'Warnung', failed: 'Fehlgeschlagen', skipped: 'Übersprungen' },
  connectionGone: 'Die Verbindung wurde gelöscht, nachdem dieser Link erstellt wurde.',
  failureHeading: 'Was schiefging',
  upstreamCode: 'Code des Identitätsanbieters',
  upstreamCorrelationId: 'Dessen Korrelations-ID',
  upstreamTraceId: 'Dessen Ablaufverfolgungs-ID',
  stagesHeading: 'Schritt für Schritt',
  warningsHeading: 'Was Aufmerksamkeit verdient',
  profileHeading: 'Das Profil, das diese Person hätte',
  profileNothing: 'Der Identitätsanbieter hat über diese Person nur ihre Kennung mitgeteilt.',
  emailVerification: 'Ist die E-Mail-Adresse bestätigt?',
  userTerm: 'Konto',
  users: {
    create: 'Eine Anmeldung würde ein Konto anlegen.',
    recognise: 'Eine Anmeldung würde das Konto finden, das diese Person hier hat.',
    refuse: 'Eine Anmeldung würde abgelehnt.',
  },
  claimsHeading: 'Was der Identitätsanbieter gesagt hat',
  claimsShow: 'Claims zeigen, wie sie empfangen wurden',
  issuer: 'Aussteller (issuer)',
  subject: 'Subjekt (subject)',
  more: (count) => `und ${count} weitere`,
  readable: 'Dieser Bericht ist in diesem Browser 24 Stunden lang lesbar.',

  stageNames: {
    discovery: 'Ermittlung (Discovery)',
    authorize: 'Anmeldeanfrage',
    callback: 'Antwort',
    token: 'Token-Anfrage',
    signature: 'Signatur',
    claims: 'Claims',
    userinfo: 'Benutzerinformationen',
    graph: 'Microsoft Graph',
    policy: 'Regeln dieses Dienstes',
    profile: 'Profil',
  },
  stageOk: {
    discovery: 'Der Identitätsanbieter wurde erreicht und ist der erwartete.',
    authorize: 'Der Browser wurde zum Identitätsanbieter geschickt.',
    callback: 'Die Antwort kam zurück und gehört zu dieser Anmeldung.',
    token: 'Der Identitätsanbieter hat die Zugangsdaten der Verbindung akzeptiert.',
    signature: 'Das ID-Token ist vom Identitätsanbieter signiert.',
    claims: 'Die Claims sind gültig und für diese Verbindung bestimmt.',
    userinfo: 'Die Benutzerinformationen wurden gelesen.',
    graph: 'Was die Verbindung verlangt, wurde aus Microsoft Graph gelesen.',
    policy: 'Dieser Dienst würde die Person einlassen.',
    profile: 'Aus den Claims wurde ein Profil gebildet.',
  },
  passed: 'Das hat funktioniert.',
  notReached: 'Nicht erreicht.',
  notUsed: 'Die Verbindung nutzt dies nicht oder meldet nichts darüber.',

  warnings: {
    no_email:
      'Der Identitätsanbieter hat keine brauchbare E-Mail-Adresse geschickt. Anwendungen, die eine brauchen, werden diese Person ablehnen.',
    no_name: 'Der Identitätsanbieter hat keinen Namen geschickt.',
    email_unverified: 'Anwendungen erfahren, dass die E-Mail-Adresse nicht bestätigt ist.',
    email_domain_elsewhere: 'Die E-Mail-Adresse gehört zu keiner der Domains dieser Verbindung.',
    email_domain_of_another: 'Die Domain der E-Mail-Adresse gehört zu einer anderen Verbindung.',
    groups_unknown: 'Die Gruppen dieser Person sind unbekannt: Anwendungen bekommen keine Gruppen.',
    connection_disabled: 'Die Verbindung ist deaktiviert: Noch kann sich niemand damit anmelden.',
    secret_expiring: 'Der geheime Clientschlüssel läuft innerhalb von 30 Tagen ab.',
    secret_expired: 'Das hier vermerkte Ablaufdatum des geheimen Clientschlüssels ist verstrichen.',
    next_secret_used:
      'Der verwendete geheime Clientschlüssel wurde abgelehnt, deshalb wurde der nächste versucht. Die Anmeldung bei einer Anwendung würde darauf umstellen.',
  },
  verdicts: {
    upstream: 'Ja: Der Identitätsanbieter bürgt dafür.',
    operator: 'Ja: Der Verbindung wird bei Adressen ihrer eigenen Domains vertraut.',
    no_address: 'Nein: Es gibt keine brauchbare Adresse.',
    no_evidence: 'Nein: Nichts zeigt, dass sie dieser Person gehört.',
    domain_not_own: 'Nein: Der Verbindung wird nur bei ihren eigenen Domains vertraut, und dies ist keine davon.',
    domain_of_another: 'Nein: Die Domain gehört zu einer anderen Verbindung.',
  },
  advice: {
    person: 'Tun Sie, was beschrieben ist, bitten Sie dann um einen neuen Link und versuchen Sie es erneut.',
    'tenant-administrator':
      'Schicken Sie diesen Bericht an eine Person, die das Verzeichnis der Organisation verwaltet. Ist der Fehler behoben, bitten Sie um einen neuen Link und versuchen Sie es erneut.',
    operator:
      'Die Verbindung muss geändert werden, oder das Protokoll des Anmeldedienstes enthält die Einzelheiten. Dessen Betreiber können diesen Bericht ebenfalls lesen.',
  },
};
