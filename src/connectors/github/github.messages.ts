/** What a person may read when a sign-in through GitHub fails, in every language. Nothing of GitHub's own text is in here. */
import { catalogueOf, joinMessages } from '../messages.js';
import { passportTranslations } from '../passport/index.js';

const { english, translations, failure } = catalogueOf({
  'github.application_suspended': {
    en: 'GitHub has suspended this application. Tell the administrators of this service.',
    de: 'GitHub hat diese Anwendung gesperrt. Informieren Sie die Betreiber dieses Anmeldedienstes.',
    fr: 'GitHub a suspendu cette application. Prévenez les responsables de ce service de connexion.',
    es: 'GitHub ha suspendido esta aplicación. Avise a los responsables de este servicio de inicio de sesión.',
    ja: 'このアプリケーションは GitHub によって停止されています。このサインインサービスの運営者にお知らせください。',
  },
  'github.bad_verification_code': {
    en: 'This sign-in has expired or was already used. Start the sign-in again.',
    de: 'Diese Anmeldung ist abgelaufen oder wurde bereits verwendet. Beginnen Sie die Anmeldung von vorn.',
    fr: 'Cette connexion a expiré ou a déjà été utilisée. Recommencez la connexion.',
    es: 'Este inicio de sesión ha caducado o ya se utilizó. Empiece de nuevo el inicio de sesión.',
    ja: 'このサインインは期限が切れているか、すでに使用されています。サインインを最初からやり直してください。',
  },
  'github.incorrect_client_credentials': {
    en: 'GitHub did not accept the client secret of this connection. Tell the administrators of this service: generate a new one on the page of the OAuth app, and paste it into the connection.',
    de: 'GitHub hat das Client-Secret dieser Verbindung nicht akzeptiert. Informieren Sie die Betreiber dieses Anmeldedienstes: auf der Seite der OAuth-App ein neues erzeugen und in die Verbindung einfügen.',
    fr: 'GitHub n’a pas accepté le secret client de cette connexion. Prévenez les responsables de ce service de connexion : en générer un nouveau sur la page de l’application OAuth et le coller dans la connexion.',
    es: 'GitHub no aceptó el secreto de cliente de esta conexión. Avise a los responsables de este servicio de inicio de sesión: hay que generar uno nuevo en la página de la aplicación OAuth y pegarlo en la conexión.',
    ja: 'この接続のクライアントシークレットは GitHub に受け付けられませんでした。このサインインサービスの運営者に次の対応を依頼してください：OAuth アプリのページで新しいシークレットを生成し、接続に貼り付ける。',
  },
  'github.redirect_uri_mismatch': {
    en: "The callback URL of this hub is not registered with GitHub. Tell the administrators of this service: set it as the OAuth app's authorization callback URL.",
    de: 'Die Callback-URL dieses Anmeldedienstes ist bei GitHub nicht registriert. Informieren Sie die Betreiber dieses Anmeldedienstes: sie in der OAuth-App als „Authorization callback URL“ eintragen.',
    fr: 'L’URL de rappel de ce service n’est pas enregistrée auprès de GitHub. Prévenez les responsables de ce service de connexion : la saisir comme « Authorization callback URL » de l’application OAuth.',
    es: 'La URL de devolución de llamada de este servicio no está registrada en GitHub. Avise a los responsables de este servicio de inicio de sesión: hay que indicarla como «Authorization callback URL» de la aplicación OAuth.',
    ja: 'このサービスのコールバック URL が GitHub に登録されていません。このサインインサービスの運営者に次の対応を依頼してください：OAuth アプリの「Authorization callback URL」に設定する。',
  },
  'github.unverified_user_email': {
    en: 'GitHub wants you to verify your primary e-mail address first. Do that in the settings of your account, then sign in again.',
    de: 'GitHub verlangt, dass Sie zuerst Ihre primäre E-Mail-Adresse bestätigen. Tun Sie das in den Einstellungen Ihres Kontos, und melden Sie sich dann erneut an.',
    fr: 'GitHub exige que vous vérifiiez d’abord votre adresse e-mail principale. Faites-le dans les paramètres de votre compte, puis connectez-vous de nouveau.',
    es: 'GitHub exige que primero verifique su dirección de correo principal. Hágalo en la configuración de su cuenta y vuelva a iniciar sesión.',
    ja: 'GitHub で、まずメインのメールアドレスを確認する必要があります。アカウントの設定で確認してから、もう一度サインインしてください。',
  },
  'github.missing_permission': {
    en: 'GitHub does not let this service read what your sign-in needs. Tell the administrators of this service: the guide of the connection lists the scopes and permissions.',
    de: 'GitHub lässt diesen Dienst die für Ihre Anmeldung nötigen Daten nicht lesen. Informieren Sie die Betreiber dieses Anmeldedienstes: Die Anleitung der Verbindung nennt die nötigen Scopes und Berechtigungen.',
    fr: 'GitHub ne laisse pas ce service lire ce que votre connexion exige. Prévenez les responsables de ce service de connexion : le guide de la connexion énumère les étendues (scopes) et les autorisations.',
    es: 'GitHub no permite que este servicio lea lo que su inicio de sesión necesita. Avise a los responsables de este servicio de inicio de sesión: la guía de la conexión enumera los ámbitos (scopes) y permisos.',
    ja: 'サインインに必要な情報の読み取りが GitHub で許可されていません。このサインインサービスの運営者に次の対応を依頼してください：接続のガイドにあるスコープとアクセス許可を確認する。',
  },
  'github.organizations_hidden': {
    en: 'GitHub does not show all of your organizations. Sign in to each of them at GitHub (single sign-on), then start again.',
    de: 'GitHub zeigt nicht alle Ihre Organisationen. Melden Sie sich bei GitHub bei jeder davon an (Single Sign-on), und beginnen Sie dann von vorn.',
    fr: 'GitHub n’indique pas toutes vos organisations. Connectez-vous à chacune d’elles chez GitHub (authentification unique), puis recommencez.',
    es: 'GitHub no muestra todas sus organizaciones. Inicie sesión en cada una de ellas en GitHub (inicio de sesión único) y empiece de nuevo.',
    ja: 'GitHub で、所属するすべての組織が表示されていません。GitHub で各組織にサインイン（シングルサインオン）してから、最初からやり直してください。',
  },
  'github.not_a_member': {
    en: 'You are in none of the GitHub organizations whose members may sign in here. If you are, let this application see it: at GitHub under Settings, Applications.',
    de: 'Sie sind in keiner der GitHub-Organisationen, deren Mitglieder sich hier anmelden dürfen. Falls doch, lassen Sie diese Anwendung das sehen: bei GitHub unter „Settings“, „Applications“.',
    fr: 'Vous ne faites partie d’aucune des organisations GitHub dont les membres peuvent se connecter ici. Si c’est pourtant le cas, permettez à cette application de le voir : chez GitHub, sous « Settings », « Applications ».',
    es: 'No pertenece a ninguna de las organizaciones de GitHub cuyos miembros pueden iniciar sesión aquí. Si pertenece a alguna, permita que esta aplicación lo vea: en GitHub, en «Settings», «Applications».',
    ja: 'ここにサインインできる GitHub の組織のメンバーではありません。メンバーである場合は、GitHub の「Settings」の「Applications」で、このアプリケーションに所属を公開してください。',
  },
});

export type GitHubMessageKey = keyof typeof english;

export { failure };

export const gitHubTranslations = joinMessages(passportTranslations, translations);
