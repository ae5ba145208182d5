/**
 * E-mail domains that no connection may claim. Whoever claimed one would see the address of everybody at that service,
 * and would be asked to vouch for them. Not complete, and need not be: one owner for each domain is the real rule.
 */

/** Mail services that are open to anybody, one service or group of services in each line. */
export const CONSUMER_DOMAINS: ReadonlySet<string> = new Set(
  `
  gmail.com googlemail.com
  outlook.com outlook.de outlook.es outlook.fr outlook.it outlook.jp outlook.co.uk outlook.com.br outlook.in
  hotmail.com hotmail.co.uk hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl hotmail.se hotmail.com.br
  live.com live.co.uk live.de live.fr live.it live.nl live.se live.dk live.no live.ca live.com.au live.cn
  msn.com passport.com windowslive.com
  yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.co.jp yahoo.co.in yahoo.com.br yahoo.ca ymail.com
  rocketmail.com aol.com aim.com
  icloud.com me.com mac.com privaterelay.appleid.com
  proton.me protonmail.com protonmail.ch pm.me
  gmx.com gmx.de gmx.net gmx.at gmx.ch web.de mail.com
  t-online.de freenet.de arcor.de
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr
  libero.it virgilio.it tiscali.it alice.it
  btinternet.com sky.com virginmedia.com
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
  mail.ru inbox.ru list.ru bk.ru yandex.ru yandex.com ya.ru rambler.ru
  qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com
  naver.com hanmail.net daum.net
  docomo.ne.jp ezweb.ne.jp softbank.ne.jp
  rediffmail.com uol.com.br bol.com.br terra.com.br
  fastmail.com fastmail.fm hey.com tutanota.com tuta.com tuta.io mailbox.org posteo.de posteo.net zoho.com
  hushmail.com yopmail.com mailinator.com guerrillamail.com 10minutemail.com
  `
    .trim()
    .split(/\s+/),
);

/** Domains under which a cloud directory names its tenants: `contoso.` below one is a company's, the domain itself is nobody's. */
export const SHARED_TENANT_DOMAINS: ReadonlySet<string> = new Set([
  'onmicrosoft.com',
  'onmicrosoft.us',
  'onmicrosoft.cn',
  'partner.onmschina.cn',
  'onmschina.cn',
  'mail.onmicrosoft.com',
]);
