import type { AzureAdMessageKey } from './en.js';

/** German, in the formal register; names in Microsoft's portal as it shows them in German. */

const tellOperator = 'Informieren Sie die Betreiber dieses Anmeldedienstes';
const startAgain = 'Beginnen Sie die Anmeldung von vorn';
const secret =
  'Azure AD hat den geheimen Clientschlüssel dieser Verbindung nicht akzeptiert (invalid_request; failed to obtain access token).';
const listing =
  'Der Zugriff auf diesen Dienst kann nicht gewährt werden, weil er vom Herausgeber nicht richtig konfiguriert ist:';

export const de: Readonly<Record<AzureAdMessageKey, string>> = {
  'aadsts.fallback.access_denied': `Die Anmeldung wurde abgebrochen oder ist von Ihrer Organisation nicht zugelassen. ${startAgain}, oder bitten Sie Ihre IT-Administration um Zugriff.`,
  'aadsts.fallback.login_required': `Microsoft verlangt, dass Sie sich erneut anmelden. ${startAgain}.`,
  'aadsts.fallback.invalid_response': `Diese Anmeldung ist abgelaufen oder wurde bereits verwendet. ${startAgain}.`,
  'aadsts.fallback.upstream_unavailable':
    'Microsoft kann Anmeldungen zurzeit nicht abschließen. Versuchen Sie es in einigen Minuten erneut.',
  'aadsts.fallback.misconfigured': `Microsoft akzeptiert die Einrichtung dieser Verbindung nicht. ${tellOperator}: Der Fehlercode steht im Protokoll unter der hier angezeigten Nummer.`,
  'azuread.tenant_not_allowed':
    'Ihre Organisation gehört nicht zu denen, die sich hier anmelden dürfen. Verwenden Sie ein Konto einer zugelassenen Organisation, oder bitten Sie die Betreiber dieses Anmeldedienstes, Ihre zuzulassen.',
  'azuread.no_subject':
    'Microsoft hat nicht mitgeteilt, um welches Konto es sich handelt. Verwenden Sie ein Konto dieser Organisation selbst, oder wenden Sie sich an die Betreiber dieses Anmeldedienstes.',
  'azuread.silent_reauthentication': `Ihre letzte Anmeldung kann nicht ohne Sie erneuert werden. ${startAgain}.`,
  'azuread.graph_permission':
    'Ihre Organisation hat diesem Dienst nicht erlaubt, die für Ihre Anmeldung nötigen Daten zu lesen; deshalb wurde niemand angemeldet. Bitten Sie die Administration des Verzeichnisses Ihrer Organisation, der App-Registrierung unter „API-Berechtigungen“ die Administratorzustimmung zu erteilen.',
  'azuread.graph_refused': `Microsoft akzeptiert nicht, wie diese Verbindung Profile und Gruppen liest. ${tellOperator}: Der Fehlercode steht im Protokoll unter der hier angezeigten Nummer.`,
  'azuread.graph_unavailable':
    'Microsoft hat Ihr Profil oder Ihre Gruppen nicht rechtzeitig mitgeteilt; deshalb wurde niemand angemeldet. Versuchen Sie es in einigen Minuten erneut.',
  'azuread.graph_too_many_groups': `Sie sind in mehr Gruppen, als eine Anmeldung übermitteln kann. ${tellOperator}: max_groups_to_retrieve anpassen.`,
  'azuread.graph_personal_account':
    'Ein persönliches Microsoft-Konto hat keine Gruppen, diese Anmeldung benötigt sie aber. Verwenden Sie ein Geschäfts-, Schul- oder Unikonto.',
  'azuread.warning.group_overage':
    'Zu viele Gruppen für das ID-Token: Für diese Anmeldung sind sie unbekannt. Schalten Sie ext_groups ein, um sie aus Graph zu lesen.',
  'azuread.warning.guest':
    'Die Person ist Gast des Mandanten: Ihr Konto und damit ihre E-Mail-Adresse stammen aus einem anderen Verzeichnis oder von einem anderen Anbieter.',
  'azuread.warning.groups_cut':
    'Die Person ist in mehr Gruppen als max_groups_to_retrieve: Die übrigen werden weggelassen.',
  'aadsts.unknown':
    'Microsoft hat einen Fehler gemeldet, der hier nicht erklärt ist. Nennen Sie den Betreibern dieses Anmeldedienstes den vollständigen Code; https://login.microsoftonline.com/error erklärt ihn.',
  'aadsts.16000':
    'Das Konto, mit dem Sie bei Microsoft angemeldet sind, gibt es in dieser Organisation nicht. Wählen Sie ein anderes Konto, oder bitten Sie deren IT-Administration um eine Einladung.',
  'aadsts.50000': 'Microsoft konnte die Anmeldung nicht ausstellen. Versuchen Sie es in einigen Minuten erneut.',
  'aadsts.50001': `Die Verbindung verlangt Zugriff auf einen Dienst, den diese Organisation nicht hat. ${tellOperator}: Bereiche (Scopes) der Verbindung und API-Berechtigungen der App-Registrierung prüfen.`,
  'aadsts.500021':
    'Ihr Netzwerk lässt nur Anmeldungen bei bestimmten Organisationen zu; diese gehört nicht dazu. Wenden Sie sich an die Administration Ihres Netzwerks.',
  'aadsts.50011': `Die Umleitungs-URI dieses Anmeldedienstes ist bei Azure AD nicht registriert. ${tellOperator}: Callback-URL der Verbindung in der App-Registrierung unter „Authentifizierung“, Plattform „Web“, genau wie angezeigt hinzufügen.`,
  'aadsts.500112': `Die Umleitungs-URI hat sich zwischen den beiden Hälften der Anmeldung geändert. ${tellOperator}: öffentliche URL des Dienstes prüfen.`,
  'aadsts.50012': `Azure AD hat das Zertifikat oder die Assertion dieser Verbindung nicht akzeptiert. ${tellOperator}.`,
  'aadsts.50014':
    'Ihre Einladung in diese Organisation ist noch nicht eingelöst. Öffnen Sie die Einladung in Ihrer E-Mail, und melden Sie sich dann erneut an.',
  'aadsts.50020': `${listing} Ihr Konto gehört nicht zu der Organisation, bei der diese Verbindung anmeldet. Verwenden Sie ein anderes Konto, oder bitten Sie deren IT-Administration um eine Einladung als Gast. Um andere Organisationen zuzulassen, ändern die Betreiber die unterstützten Kontotypen der App-Registrierung und verwenden den gemeinsamen Endpunkt.`,
  'aadsts.50194': `${listing} die App-Registrierung gilt nur für eine Organisation, die Verbindung verwendet aber den gemeinsamen Endpunkt. ${tellOperator}: entweder die unterstützten Kontotypen auf mehrere Mandanten ändern oder der Verbindung ihren Mandanten und keinen gemeinsamen Endpunkt geben.`,
  'aadsts.9002332': `${listing} die unterstützten Kontotypen umfassen die Art Ihres Kontos nicht. Verwenden Sie statt eines persönlichen Kontos ein Geschäfts-, Schul- oder Unikonto (oder umgekehrt), oder bitten Sie die Betreiber dieses Anmeldedienstes, die unterstützten Kontotypen mit audience_type der Verbindung zu vergleichen.`,
  'aadsts.500208':
    'Diese Adresse gehört zu keiner Organisation, die sich hier anmelden darf. Prüfen Sie die Schreibweise, oder verwenden Sie ein anderes Konto.',
  'aadsts.500212':
    'Die Regeln zwischen Ihrer Organisation und dieser lassen die Anmeldung nicht zu. Bitten Sie die IT-Administrationen, ihre mandantenübergreifenden Zugriffseinstellungen zu ändern.',
  'aadsts.50034':
    'Microsoft kennt in dieser Organisation kein Konto mit diesem Namen. Prüfen Sie die Schreibweise, oder bitten Sie die IT-Administration, es anzulegen oder einzuladen.',
  'aadsts.50049': `Die Verbindung nennt eine Cloud, die es nicht gibt. ${tellOperator}: cloud_instance prüfen.`,
  'aadsts.50053':
    'Das Konto ist nach zu vielen Versuchen gesperrt, oder die Anmeldung kommt von einer Adresse mit schlechtem Ruf. Warten Sie eine Weile, oder wenden Sie sich an Ihre IT-Administration.',
  'aadsts.50055':
    'Ihr Kennwort ist abgelaufen oder muss geändert werden. Ändern Sie es bei Microsoft, und melden Sie sich dann erneut an.',
  'aadsts.50057': 'Ihr Konto ist in dieser Organisation deaktiviert. Wenden Sie sich an deren IT-Administration.',
  'aadsts.50059': `Microsoft kann nicht erkennen, welche Organisation gemeint ist. ${tellOperator}: tenant_domain prüfen.`,
  'aadsts.50072':
    'Ihre Organisation verlangt einen zweiten Faktor, der nicht abgeschlossen wurde. Melden Sie sich erneut an, und schließen Sie ihn ab; richten Sie ihn bei Bedarf unter https://aka.ms/mfasetup ein.',
  'aadsts.50097':
    'Ihre Organisation lässt nur Geräte zu, die sie kennt oder verwaltet. Verwenden Sie ein solches Gerät, oder wenden Sie sich an Ihre IT-Administration.',
  'aadsts.50105':
    'Sie sind dieser Anwendung nicht zugewiesen. Ihre IT-Administration weist Sie oder eine Gruppe, in der Sie direkt Mitglied sind, in Azure AD unter „Unternehmensanwendungen“ zu.',
  'aadsts.50126': 'Der Benutzername oder das Kennwort ist falsch. Versuchen Sie es erneut.',
  'aadsts.50132': `Ihre Sitzung bei Microsoft ist beendet. ${startAgain}.`,
  'aadsts.50140': `Microsoft brauchte eine Antwort von Ihnen und hat keine bekommen. ${startAgain}.`,
  'aadsts.50146': `Die App-Registrierung ordnet Ansprüche ohne eigenen Signaturschlüssel zu. ${tellOperator}.`,
  'aadsts.50147': `Die Anmeldung wurde mit einer anderen verwechselt. ${startAgain}.`,
  'aadsts.50196':
    'In kurzer Zeit wurden zu viele Anmeldungen begonnen. Warten Sie eine Minute, und beginnen Sie dann von vorn.',
  'aadsts.53003':
    'Eine Regel Ihrer Organisation (Bedingter Zugriff) hat die Anmeldung blockiert. Bitten Sie Ihre IT-Administration, das Anmeldeprotokoll anzusehen, oder erfüllen Sie die Bedingungen der Regel.',
  'aadsts.54005': `Diese Anmeldung wurde bereits verwendet. ${startAgain}.`,
  'aadsts.65001':
    'Noch niemand hat zugestimmt, dass diese Anwendung Personen anmelden darf. Melden Sie sich erneut an, und stimmen Sie zu, oder bitten Sie Ihre IT-Administration, für die Organisation zuzustimmen.',
  'aadsts.65004':
    'Die Berechtigungen, um die die Anwendung gebeten hat, wurden abgelehnt. Melden Sie sich erneut an, und akzeptieren Sie sie, oder wenden Sie sich an Ihre IT-Administration.',
  'aadsts.650056': `Der App-Registrierung fehlt eine Berechtigung, die die Verbindung verlangt. ${tellOperator}: API-Berechtigungen mit den Bereichen (Scopes) der Verbindung vergleichen, dann zustimmen.`,
  'aadsts.650051': 'Ihre Organisation registriert diese Anwendung noch. Versuchen Sie es in einer Minute erneut.',
  'aadsts.650053': `Die Verbindung verlangt einen Bereich (Scope), den es nicht gibt. ${tellOperator}: Option scope korrigieren.`,
  'aadsts.70001':
    'Diese Anwendung ist in Ihrer Organisation deaktiviert. Bitten Sie deren IT-Administration, sie unter „Unternehmensanwendungen“ zu aktivieren.',
  'aadsts.700016': `Die App-Registrierung wurde im Verzeichnis dieser Organisation nicht gefunden: Sie liegt möglicherweise im falschen Verzeichnis, oder die Client-ID ist falsch. ${tellOperator}: client_id und tenant_domain mit der Übersichtsseite der App-Registrierung vergleichen.`,
  'aadsts.700025': `Die Umleitungs-URI ist für die Plattform „SPA“ oder „Mobil“ registriert, deshalb lehnt Azure AD den geheimen Clientschlüssel ab. ${tellOperator}: URI auf die Plattform „Web“ verschieben.`,
  'aadsts.700054': `Azure AD wurde um eine Art von Antwort gebeten, die nicht aktiviert ist. ${tellOperator}: aus upstream_params entfernen, was sie ändert.`,
  'aadsts.70008': `Diese Anmeldung hat zu lange gedauert und ist abgelaufen. ${startAgain}.`,
  'aadsts.7000215': `${secret} ${tellOperator}: den Wert des Schlüssels einfügen (nicht die Geheimnis-ID) oder unter „Zertifikate & Geheimnisse“ einen neuen erstellen.`,
  'aadsts.7000222': `${secret} Er ist abgelaufen. ${tellOperator}: unter „Zertifikate & Geheimnisse“ einen neuen geheimen Clientschlüssel erstellen und dessen Wert in die Verbindung einfügen.`,
  'aadsts.7000218': `Azure AD verlangt einen Nachweis und hat keinen bekannten erhalten. ${tellOperator}: client_secret setzen und die Umleitungs-URI für die Plattform „Web“ registrieren.`,
  'aadsts.90002': `Azure AD kennt keine solche Organisation. ${tellOperator}: tenant_domain auf Tippfehler prüfen, und ob die Organisation in einer anderen Cloud ist (cloud_instance).`,
  'aadsts.90008': `Der App-Registrierung fehlt die Berechtigung, Personen anzumelden. ${tellOperator}: Microsoft Graph, User.Read (delegiert) hinzufügen.`,
  'aadsts.90014': `Microsoft hielt die Anfrage für fehlerhaft. ${startAgain}; wenn es erneut geschieht, informieren Sie die Betreiber dieses Anmeldedienstes.`,
  'aadsts.90027': `Der ältere Endpunkt (v1.0) kennt diese Art von Konto nicht. ${tellOperator}: identity_api auf microsoft-identity-platform-v2.0 setzen.`,
  'aadsts.90038': `Die Organisation ist in einer anderen Cloud von Microsoft. ${tellOperator}: cloud_instance setzen und die Anwendung in dieser Cloud registrieren.`,
  'aadsts.90072':
    'Ihr Konto ist von außerhalb dieser Organisation und dort nicht bekannt. Verwenden Sie ein anderes Konto, oder bitten Sie deren IT-Administration um eine Einladung als Gast.',
  'aadsts.90094':
    'Die Administration Ihrer Organisation muss zustimmen, bevor Sie diese Anwendung verwenden können. Bitten Sie darum, und melden Sie sich dann erneut an.',
  'aadsts.900971': `Die App-Registrierung hat keine Umleitungs-URI. ${tellOperator}: Callback-URL der Verbindung unter „Authentifizierung“, Plattform „Web“, hinzufügen.`,
  'aadsts.901002': `Die Verbindung sendet einen Parameter, den der v2.0-Endpunkt ablehnt. ${tellOperator}: scope verwenden.`,
};
