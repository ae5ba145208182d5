import type { Messages } from './en.js';

/** Japanese, in the polite register. */
export const ja: Messages = {
  locale: 'ja',
  productName: 'Portico',

  signIn: 'サインイン',
  signInTo: (application) => `${application} にサインイン`,
  chooseAccountFor: (application) => `${application} で使用するアカウントの選択`,
  emailLabel: '職場のメールアドレス',
  emailHint: '次に、所属組織のサインインページが表示されます。',
  continueButton: '続行',
  or: 'または',
  continueWith: (name) => `${name} で続行`,
  connectionsHeading: 'サインイン方法',
  errorPrefix: 'エラー：',
  addressMalformed: 'name@example.com のように、メールアドレスを 1 つだけ入力してください。',
  addressUnknown:
    'このメールドメインの組織はここに登録されていません。入力に誤りがないか確認するか、職場のアドレスを使用してください。このアプリケーションにサインインできるかどうかは、管理者にお問い合わせください。',
  troubleLink: 'サインインでお困りですか？',

  oneMoment: 'しばらくお待ちください',
  continueTitle: '所属組織のページへ移動します',
  continueTo: (name) => `${name} へ進む`,
  continueSentence: '画面が切り替わらない場合は、下のボタンを押してください。',
  signedInTitle: 'このサインインは完了しています',
  signedInSentence: '先ほど完了しました。アプリケーションに戻って続けてください。',
  useAnotherAccount: '別のアカウントを使用する',
  usedLastTime: '前回使用',

  frontTitle: 'サインインサービス',
  frontSentence:
    'これは ID ハブの Portico です。アプリケーションは、利用者が自分の組織のアカウントでサインインできるよう、ここへ案内します。サインインするには、利用するアプリケーションを開いてください。',
  frontFor: '開発者および運用担当者向け',
  frontDiscovery: 'OpenID Provider の構成',
  frontApi: '管理 API',

  signOut: 'サインアウト',
  staySignedIn: 'サインインしたままにする',
  signOutTitle: 'サインアウトしますか？',
  signOutSentence: 'ここでのセッションが終了します。所属組織側ではサインインしたままになっている場合があります。',
  signOutSentenceFor: (application) =>
    `${application} がサインアウトを求めています。ここでのセッションが終了します。所属組織側ではサインインしたままになっている場合があります。`,
  signedOutTitle: 'サインアウトしました',
  signedOutSentence: 'このウィンドウは閉じてかまいません。',
  signedOutSentenceFor: (application) => `このウィンドウを閉じるか、${application} に戻ってください。`,

  helpTitle: 'サインインでお困りですか？',
  helpIntroduction:
    '所属組織のサインインページで失敗した場合、その内容はこちらには通知されません。ただし、そのページには通常コードが表示され、多くのコードについてはこちらで説明できます。',
  helpCodeLabel: 'エラーページに表示されたコード',
  helpCodeHint: 'メッセージの残りの部分は含めず、コードだけをコピーしてください。',
  helpExplain: 'このコードの説明を見る',
  helpCodeMalformed:
    'コードだけを入力してください。使用できるのは英字、数字、ピリオド、ハイフン、アンダースコアで、64 文字までです。',
  helpCodeUnknown: (code) =>
    `「${code}」の説明はありません。所属組織の管理者に、コードと表示された時刻をお伝えください。`,
  helpExplanation: (code) => `${code} の意味`,
  helpGeneralTitle: 'よくある解決方法',
  helpGeneral: [
    '正しい組織のアカウントを選択したか確認してください。プライベートウィンドウで成功する場合は、別のアカウントが妨げになっていました。',
    '承認やアクセス許可が必要だと表示された場合は、所属組織の管理者が許可する必要があります。',
    'アプリケーションが見つからない、または正しく構成されていないと表示された場合は、このサインインサービスの運営者が修正する必要があります。',
    'ページを閉じる前に、コード、時刻、関連付け ID（表示されている場合）を書き留めてください。問い合わせの際に必要になります。',
  ],
  helpBack: '問題が解決したら、元のアプリケーションに戻り、もう一度サインインしてください。',

  errorTitle: 'サインインできませんでした',
  whatToDo: '対処方法',
  whoMustAct: '対処できる人',
  reference: 'サポート用の参照番号',
  actorPerson: 'ご自身で解決できます。',
  actorTenantAdministrator: '所属組織の管理者による対応が必要です。',
  actorOperator: 'このサインインサービスの運営者による対応が必要です。',
  advicePerson:
    'もう一度試すか、別のアカウントを選択してください。それでも失敗する場合は、下の参照番号を管理者にお伝えください。',
  adviceTenantAdministrator: '下の参照番号を所属組織の管理者に送ってください。',
  adviceOperator: '下の参照番号をこのサインインサービスの運営者に送ってください。',
  adviceStartAgain: '元のアプリケーションに戻り、もう一度サインインしてください。',
  tryAgain: 'もう一度試す',
  chooseAnotherAccount: '別のアカウントを選択する',

  startAgainTitle: '最初からやり直してください',
  requestNotFound:
    'このブラウザーで待機中のサインインではありません。すでに完了しているか、時間がかかりすぎたか、別の場所で開始されました。',
  loginNotFound:
    'この応答は、このブラウザーで待機中のサインインのものではありません。すでに使用されたか、10 分を過ぎたか、別の場所で開始されました。',
  trialNotFound: 'このリンクは使用済みか、発行から24時間を過ぎているか、別のブラウザーのものです。',
  adviceNewTrial: 'リンクを送った人に、新しいリンクを依頼してください。',
  requestTooLarge: 'このリクエストは大きすぎます。',
  malformedRequest: 'このリクエストは読み取れません。',
  crossSitePost: 'このフォームは別のサイトから送信されたため、受け付けられませんでした。',
  applicationUnavailable: '現在、このアプリケーションにはサインインできません。削除されたか、無効になっています。',
  connectionUnusable:
    'アプリケーションが要求したサインイン方法は、存在しないか、無効になっているか、このアプリケーション用ではありません。',
  noConnection: 'このアプリケーションには、サインイン方法がまだ設定されていません。',
  wrongCallback: '応答が別の接続のアドレスに届いたため、受け付けられませんでした。',
  connectionChanged: 'サインインの途中でこの接続の設定が変更されたため、応答は受け付けられませんでした。',
  connectionUnfit: 'このサインイン方法は正しく設定されていません。',
  emailDomainNotAllowed: 'お使いのアカウントのメールドメインは、この接続では受け付けられません。',
  userBlocked: 'お使いのアカウントはここではブロックされています。',
  userUnknown: 'ここにはまだアカウントがなく、この接続ではアカウントは作成されません。',
  loginRequired: '所属組織が、もう一度サインインするよう求めています。',
  upstreamUnavailable:
    '所属組織のサインインサービスから時間内に応答がありませんでした。1 分ほど待ってから、もう一度お試しください。',
  connectorBroken: '予期しない理由でサインインに失敗しました。詳細はログに記録されています。',
  pageNotFoundTitle: 'ページが見つかりません',
  pageNotFound: 'このアドレスには何もありません。リンクが正しいか確認してください。',
  requestRefusedTitle: 'このリクエストには応答できません',
  somethingWrongTitle: '問題が発生しました',
  tooManyRequests:
    '現在、お使いのネットワークからのサインインが多すぎます。1 分ほど待ってから、もう一度お試しください。',
  storageUnavailable: '現在、サインインサービスを利用できません。1 分ほど待ってから、もう一度お試しください。',
  internalError: 'サインインサービスで内部エラーが発生しました。詳細はログに記録されています。',

  consentTitle: '組織のサインインを許可する',
  consentLead: (connection) =>
    `組織の方々が「${connection}」を使ってここにサインインします。組織のディレクトリの管理者が、一度だけ許可する必要があります。`,
  consentSteps: [
    '続行し、組織のディレクトリを管理するアカウントでサインインします。',
    '求められているアクセス許可を確認し、承諾します。',
    'この画面に戻ったら、ウィンドウを閉じてかまいません。',
  ],
  consentNotYou:
    'ディレクトリの管理者でない場合は、このリンクを管理者に渡してください。承諾されるまでは何も起こりません。',
  consentContinueTitle: 'ディレクトリに移動しています',
  consentBack: '戻る',
  consentThanksTitle: 'ありがとうございました',
  consentRecorded: '組織の同意を記録しました。このウィンドウを閉じてかまいません。',
  consentVerified: '確認済みです。求めたものは機能しています。',
  consentUnverified: '機能していることが確かめられた時点で確認済みになります。数分かかることがあります。',
  consentNotAdmitted: '同意したことを、このサインインサービスの運営者に伝えてください。組織の受け入れがまだ必要です。',
  consentDirectory: 'ディレクトリ',
  consentRefusedTitle: '同意は行われませんでした',
  consentNotRecordedTitle: '同意は記録されませんでした',
  consentDeclined: '取り消されたか、使用したアカウントでは組織全体の同意ができません。変更は行われていません。',
  consentAgain: '受け取ったリンクをもう一度開いてください。',
  consentLinkNotFound: 'このリンクは期限が切れているか、新しいリンクに置き換えられたか、現在無効になっています。',
  consentSwitchedOff: 'このサインイン方法はその間に無効にされたか削除されたため、応答は受け付けられませんでした。',
  consentAskAgain: 'リンクの送信者に、新しいリンクを依頼してください。',
  consentAnswerNotFound:
    'この応答は、このブラウザーで待機中の同意のものではありません。すでに使用されたか、1 時間以上経過したか、別の場所で開始されたものです。',

  provider: {
    redirectUriMismatch: {
      title: 'このアプリケーションは正しく設定されていません',
      sentence: (uri, application = 'アプリケーション') =>
        `${application} が「${uri}」への復帰を要求しましたが、このアドレスは登録されていません。`,
      advice: (uri) =>
        `アプリケーションの運営者が、両者を一字一句同じにする必要があります。「${uri}」をアプリケーションのコールバック URL として登録するか、アプリケーションが送信するリダイレクト URI を修正してください。`,
    },
    unknownClient: {
      title: '不明なアプリケーション',
      sentence: '移動元のアプリケーションは、登録されていないか、無効になっています。',
      advice: 'アプリケーションの運営者が、クライアント ID を確認する必要があります。',
    },
    expired: {
      title: 'このサインインは待機中ではなくなりました',
      sentence: '時間がかかりすぎたか、別のタブで完了したか、別のブラウザーで開始されました。',
      advice: 'アプリケーションに戻り、もう一度サインインしてください。',
    },
    invalidRequest: {
      title: 'アプリケーションから、応答できないリクエストが送信されました',
      sentence: 'アプリケーションの運営者向けの理由（英語）は次のとおりです。',
      advice: 'アプリケーションの運営者が修正する必要があります。',
    },
    invalidLogout: {
      title: 'サインアウトを完了できませんでした',
      advice:
        'サインインしていた場合は、まだサインインしたままです。念のためブラウザーを閉じ、アプリケーションの運営者にお知らせください。',
    },
    unavailable: {
      title: '一時的に利用できません',
      sentence: '現在、サインインサービスのストレージにアクセスできません。',
      advice: '1 分ほど待ってから、もう一度お試しください。',
    },
    failure: 'サインインサービスで内部エラーが発生しました。エラーは記録されています。',
  },
};
