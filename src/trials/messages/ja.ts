import type { TrialMessages } from './en.js';

/** What the pages of a trial sign-in say in Japanese. */
export const ja: TrialMessages = {
  startTitle: (connection) => `${connection} でのサインインを試す`,
  startIntroduction:
    '接続が機能するかどうかを確かめるため、所属組織で実際にサインインします。ここにアカウントは作成されず、どのアプリケーションにもサインインしません。最後に結果の報告が表示されます。',
  startOnce:
    'リンクは一度だけ使えます。報告は、このブラウザーと、このサインインサービスの運営者に表示されます。所属組織から伝えられたあなたの情報が含まれます。',
  startDraft: '試す設定は、まだ保存されていません。',
  startContinue: 'サインインして報告を見る',
  openedTitle: 'このテストサインインはまだ完了していません',
  openedSentence:
    'このブラウザーでサインインを開始しましたが、所属組織からまだ応答がありません。組織のページで完了してください。できない場合は、新しいリンクを依頼してください。',

  reportTitle: (connection) => `${connection} でのテストサインイン`,
  outcomes: {
    ok: '接続は機能しています。',
    warning: '接続は機能していますが、注意すべき点があります。',
    failed: 'サインインできませんでした。',
    skipped: '何も確認できませんでした。',
  },
  outcomeWords: { ok: '正常', warning: '注意', failed: '失敗', skipped: '省略' },
  connectionGone: 'このリンクの作成後に、接続が削除されました。',
  failureHeading: '問題の内容',
  upstreamCode: 'IDプロバイダーのコード',
  upstreamCorrelationId: 'IDプロバイダーの関連付けID',
  upstreamTraceId: 'IDプロバイダーのトレースID',
  stagesHeading: '段階ごとの結果',
  warningsHeading: '注意すべき点',
  profileHeading: 'この人のプロフィール',
  profileNothing: 'IDプロバイダーは、この人の識別子以外は伝えませんでした。',
  emailVerification: 'メールアドレスは確認済みか',
  userTerm: 'アカウント',
  users: {
    create: 'サインインすると、アカウントが作成されます。',
    recognise: 'サインインすると、この人の既存のアカウントが使われます。',
    refuse: 'サインインは拒否されます。',
  },
  claimsHeading: 'IDプロバイダーが伝えた内容',
  claimsShow: '受け取ったクレームを表示',
  issuer: '発行者（issuer）',
  subject: 'サブジェクト（subject）',
  more: (count) => `ほか ${count} 件`,
  readable: 'この報告は、このブラウザーで24時間表示できます。',

  stageNames: {
    discovery: '検出',
    authorize: 'サインインの要求',
    callback: '応答',
    token: 'トークンの要求',
    signature: '署名',
    claims: 'クレーム',
    userinfo: 'ユーザー情報',
    graph: 'Microsoft Graph',
    policy: 'このサービスの規則',
    profile: 'プロフィール',
  },
  stageOk: {
    discovery: 'IDプロバイダーに接続し、想定どおりの相手であることを確認しました。',
    authorize: 'ブラウザーをIDプロバイダーへ移動しました。',
    callback: '応答が戻り、このサインインのものであることを確認しました。',
    token: 'IDプロバイダーが接続の資格情報を受け入れました。',
    signature: 'IDトークンはIDプロバイダーによって署名されています。',
    claims: 'クレームは有効で、この接続に宛てたものです。',
    userinfo: 'ユーザー情報を読み取りました。',
    graph: '接続が求める情報をMicrosoft Graphから読み取りました。',
    policy: 'このサービスは、この人のサインインを許可します。',
    profile: 'クレームからプロフィールを作成しました。',
  },
  passed: '問題ありませんでした。',
  notReached: 'この段階には至りませんでした。',
  notUsed: 'この接続では使わないか、情報がありません。',

  warnings: {
    no_email:
      'IDプロバイダーから使えるメールアドレスが届きませんでした。メールアドレスを必要とするアプリケーションは、この人を拒否します。',
    no_name: 'IDプロバイダーから名前が届きませんでした。',
    email_unverified: 'アプリケーションには、メールアドレスが未確認であると伝えられます。',
    email_domain_elsewhere: 'メールアドレスは、この接続のどのドメインのものでもありません。',
    email_domain_of_another: 'メールアドレスのドメインは、別の接続のものです。',
    groups_unknown: 'この人のグループは不明です。アプリケーションにグループは渡されません。',
    connection_disabled: '接続は無効になっています。まだ誰もサインインできません。',
    secret_expiring: 'クライアントシークレットは30日以内に期限が切れます。',
    secret_expired: 'ここに記録されているクライアントシークレットの有効期限を過ぎています。',
    next_secret_used:
      '使用中のクライアントシークレットが拒否されたため、次のシークレットを試しました。アプリケーションにサインインすると、次のものに切り替わります。',
  },
  verdicts: {
    upstream: 'はい。IDプロバイダーが保証しています。',
    operator: 'はい。この接続は、自身のドメインのアドレスについて信頼されています。',
    no_address: 'いいえ。使えるアドレスがありません。',
    no_evidence: 'いいえ。この人のものであることを示すものがありません。',
    domain_not_own: 'いいえ。この接続は自身のドメインについてのみ信頼されており、このドメインは含まれません。',
    domain_of_another: 'いいえ。このドメインは別の接続のものです。',
  },
  advice: {
    person: '説明に従って対応し、新しいリンクを依頼して、もう一度お試しください。',
    'tenant-administrator':
      'この報告を、組織のディレクトリの管理者に送ってください。解決したら、新しいリンクを依頼して、もう一度お試しください。',
    operator: '接続の変更が必要か、サインインサービスのログに詳細があります。運営者もこの報告を読むことができます。',
  },
};
