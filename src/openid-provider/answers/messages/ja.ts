import type { Messages } from './en.js';
import { shortened } from './words.js';

/** Japanese, in the polite register. */
export const ja: Messages = {
  redirectUriMismatch: (received, application) => ({
    title: 'このアプリケーションは正しく設定されていません',
    sentence: `${application ?? 'アプリケーション'} が${quoted(received)}への復帰を要求しましたが、このアドレスは登録されていません。`,
    advice: `アプリケーションの運営者が、両者を一字一句同じにする必要があります。${quoted(received)}をアプリケーションのコールバック URL として登録するか、アプリケーションが送信するリダイレクト URI を修正してください。`,
  }),
  unknownClient: () => ({
    title: '不明なアプリケーション',
    sentence: '移動元のアプリケーションは、登録されていないか、無効になっています。',
    advice: 'アプリケーションの運営者が、クライアント ID を確認する必要があります。',
  }),
  expired: () => ({
    title: 'このサインインは待機中ではなくなりました',
    sentence: '時間がかかりすぎたか、別のタブで完了したか、別のブラウザーで開始されました。',
    advice: 'アプリケーションに戻り、もう一度サインインしてください。',
    actor: 'person',
  }),
  invalidRequest: (technicalDetail) => ({
    title: 'アプリケーションから、応答できないリクエストが送信されました',
    sentence: 'アプリケーションの運営者向けの理由（英語）は次のとおりです。',
    technicalDetail,
    advice: 'アプリケーションの運営者が修正する必要があります。',
  }),
  invalidLogout: (technicalDetail) => ({
    title: 'サインアウトを完了できませんでした',
    sentence: 'アプリケーションの運営者向けの理由（英語）は次のとおりです。',
    technicalDetail,
    advice:
      'サインインしていた場合は、まだサインインしたままです。念のためブラウザーを閉じ、アプリケーションの運営者にお知らせください。',
  }),
  unavailable: () => ({
    title: '一時的に利用できません',
    sentence: '現在、サインインサービスのストレージにアクセスできません。',
    advice: '1 分ほど待ってから、もう一度お試しください。',
    actor: 'operator',
  }),
  failure: () => ({
    title: '問題が発生しました',
    sentence: 'サインインサービスで内部エラーが発生しました。エラーは記録されています。',
    actor: 'operator',
  }),
  continueTo: (host) => `${host} へ進む`,
};

function quoted(text: string): string {
  return `「${shortened(text)}」`;
}
