/** What a person may read when a sign-in through GitHub fails, in every language. Nothing of GitHub's own text is in here. */
import type { ConnectorMessages } from '../connector.js';
import { joinMessages, sayingOf, type Translations } from '../messages.js';
import { passportTranslations } from '../passport/index.js';

const tellOperator = 'Tell the administrators of this service';

const gitHubMessages = {
  'github.application_suspended': `GitHub has suspended this application. ${tellOperator}.`,
  'github.bad_verification_code': 'This sign-in has expired or was already used. Start the sign-in again.',
  'github.incorrect_client_credentials': `GitHub did not accept the client secret of this connection. ${tellOperator}: generate a new one on the page of the OAuth app, and paste it into the connection.`,
  'github.redirect_uri_mismatch': `The callback URL of this hub is not registered with GitHub. ${tellOperator}: set it as the OAuth app's authorization callback URL.`,
  'github.unverified_user_email':
    'GitHub wants you to verify your primary e-mail address first. Do that in the settings of your account, then sign in again.',
  'github.missing_permission': `GitHub does not let this service read what your sign-in needs. ${tellOperator}: the guide of the connection lists the scopes and permissions.`,
  'github.organizations_hidden':
    'GitHub does not show all of your organizations. Sign in to each of them at GitHub (single sign-on), then start again.',
  'github.not_a_member':
    'You are in none of the GitHub organizations whose members may sign in here. If you are, let this application see it: at GitHub under Settings, Applications.',
} as const;

export type GitHubMessageKey = keyof typeof gitHubMessages;

const translations: Translations<GitHubMessageKey> = {
  de: {
    'github.application_suspended':
      'GitHub hat diese Anwendung gesperrt. Informieren Sie die Betreiber dieses Anmeldedienstes.',
    'github.bad_verification_code':
      'Diese Anmeldung ist abgelaufen oder wurde bereits verwendet. Beginnen Sie die Anmeldung von vorn.',
    'github.incorrect_client_credentials':
      'GitHub hat das Client-Secret dieser Verbindung nicht akzeptiert. Informieren Sie die Betreiber dieses Anmeldedienstes: auf der Seite der OAuth-App ein neues erzeugen und in die Verbindung einfügen.',
    'github.redirect_uri_mismatch':
      'Die Callback-URL dieses Anmeldedienstes ist bei GitHub nicht registriert. Informieren Sie die Betreiber dieses Anmeldedienstes: sie in der OAuth-App als „Authorization callback URL“ eintragen.',
    'github.unverified_user_email':
      'GitHub verlangt, dass Sie zuerst Ihre primäre E-Mail-Adresse bestätigen. Tun Sie das in den Einstellungen Ihres Kontos, und melden Sie sich dann erneut an.',
    'github.missing_permission':
      'GitHub lässt diesen Dienst die für Ihre Anmeldung nötigen Daten nicht lesen. Informieren Sie die Betreiber dieses Anmeldedienstes: Die Anleitung der Verbindung nennt die nötigen Scopes und Berechtigungen.',
    'github.organizations_hidden':
      'GitHub zeigt nicht alle Ihre Organisationen. Melden Sie sich bei GitHub bei jeder davon an (Single Sign-on), und beginnen Sie dann von vorn.',
    'github.not_a_member':
      'Sie sind in keiner der GitHub-Organisationen, deren Mitglieder sich hier anmelden dürfen. Falls doch, lassen Sie diese Anwendung das sehen: bei GitHub unter „Settings“, „Applications“.',
  },
  fr: {
    'github.application_suspended':
      'GitHub a suspendu cette application. Prévenez les responsables de ce service de connexion.',
    'github.bad_verification_code': 'Cette connexion a expiré ou a déjà été utilisée. Recommencez la connexion.',
    'github.incorrect_client_credentials':
      'GitHub n’a pas accepté le secret client de cette connexion. Prévenez les responsables de ce service de connexion : en générer un nouveau sur la page de l’application OAuth et le coller dans la connexion.',
    'github.redirect_uri_mismatch':
      'L’URL de rappel de ce service n’est pas enregistrée auprès de GitHub. Prévenez les responsables de ce service de connexion : la saisir comme « Authorization callback URL » de l’application OAuth.',
    'github.unverified_user_email':
      'GitHub exige que vous vérifiiez d’abord votre adresse e-mail principale. Faites-le dans les paramètres de votre compte, puis connectez-vous de nouveau.',
    'github.missing_permission':
      'GitHub ne laisse pas ce service lire ce que votre connexion exige. Prévenez les responsables de ce service de connexion : le guide de la connexion énumère les étendues (scopes) et les autorisations.',
    'github.organizations_hidden':
      'GitHub n’indique pas toutes vos organisations. Connectez-vous à chacune d’elles chez GitHub (authentification unique), puis recommencez.',
    'github.not_a_member':
      'Vous ne faites partie d’aucune des organisations GitHub dont les membres peuvent se connecter ici. Si c’est pourtant le cas, permettez à cette application de le voir : chez GitHub, sous « Settings », « Applications ».',
  },
  es: {
    'github.application_suspended':
      'GitHub ha suspendido esta aplicación. Avise a los responsables de este servicio de inicio de sesión.',
    'github.bad_verification_code':
      'Este inicio de sesión ha caducado o ya se utilizó. Empiece de nuevo el inicio de sesión.',
    'github.incorrect_client_credentials':
      'GitHub no aceptó el secreto de cliente de esta conexión. Avise a los responsables de este servicio de inicio de sesión: hay que generar uno nuevo en la página de la aplicación OAuth y pegarlo en la conexión.',
    'github.redirect_uri_mismatch':
      'La URL de devolución de llamada de este servicio no está registrada en GitHub. Avise a los responsables de este servicio de inicio de sesión: hay que indicarla como «Authorization callback URL» de la aplicación OAuth.',
    'github.unverified_user_email':
      'GitHub exige que primero verifique su dirección de correo principal. Hágalo en la configuración de su cuenta y vuelva a iniciar sesión.',
    'github.missing_permission':
      'GitHub no permite que este servicio lea lo que su inicio de sesión necesita. Avise a los responsables de este servicio de inicio de sesión: la guía de la conexión enumera los ámbitos (scopes) y permisos.',
    'github.organizations_hidden':
      'GitHub no muestra todas sus organizaciones. Inicie sesión en cada una de ellas en GitHub (inicio de sesión único) y empiece de nuevo.',
    'github.not_a_member':
      'No pertenece a ninguna de las organizaciones de GitHub cuyos miembros pueden iniciar sesión aquí. Si pertenece a alguna, permita que esta aplicación lo vea: en GitHub, en «Settings», «Applications».',
  },
  ja: {
    'github.application_suspended':
      'このアプリケーションは GitHub によって停止されています。このサインインサービスの運営者にお知らせください。',
    'github.bad_verification_code':
      'このサインインは期限が切れているか、すでに使用されています。サインインを最初からやり直してください。',
    'github.incorrect_client_credentials':
      'この接続のクライアントシークレットは GitHub に受け付けられませんでした。このサインインサービスの運営者に次の対応を依頼してください：OAuth アプリのページで新しいシークレットを生成し、接続に貼り付ける。',
    'github.redirect_uri_mismatch':
      'このサービスのコールバック URL が GitHub に登録されていません。このサインインサービスの運営者に次の対応を依頼してください：OAuth アプリの「Authorization callback URL」に設定する。',
    'github.unverified_user_email':
      'GitHub で、まずメインのメールアドレスを確認する必要があります。アカウントの設定で確認してから、もう一度サインインしてください。',
    'github.missing_permission':
      'サインインに必要な情報の読み取りが GitHub で許可されていません。このサインインサービスの運営者に次の対応を依頼してください：接続のガイドにあるスコープとアクセス許可を確認する。',
    'github.organizations_hidden':
      'GitHub で、所属するすべての組織が表示されていません。GitHub で各組織にサインイン（シングルサインオン）してから、最初からやり直してください。',
    'github.not_a_member':
      'ここにサインインできる GitHub の組織のメンバーではありません。メンバーである場合は、GitHub の「Settings」の「Applications」で、このアプリケーションに所属を公開してください。',
  },
};

export const gitHubTranslations: ConnectorMessages = joinMessages(passportTranslations, translations);

export const said = sayingOf<GitHubMessageKey>(gitHubMessages);
