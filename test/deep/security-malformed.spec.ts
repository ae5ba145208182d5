import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { type RawAnswer, rawRequest } from '../support/raw-request.js';
import { authorization } from '../support/sign-in.js';
import { World } from '../support/world.js';

/** What no browser and no library would send. Nothing of it is a fault of the hub, so nothing of it is a 5xx. */
describe('malformed requests', () => {
  let world: World;
  let cookie: string;
  let loginPath: string;

  beforeAll(async () => {
    world = await World.start();
    const browser = new Browser();
    const page = await browser.open(authorization(world).url);
    cookie = await browser.cookies.getCookieString(page.url.href);
    loginPath = page.page.querySelector('form')?.getAttribute('action') ?? '';
  });
  afterAll(() => world?.close());

  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: Buffer | string) =>
    rawRequest(world.issuer, method, path, headers, body);

  const PATHS = [
    '/.well-known/openid-configuration',
    '/.well-known/jwks.json',
    '/authorize',
    '/authorize/x',
    '/oauth/token',
    '/userinfo',
    '/oauth/revoke',
    '/oauth/introspect',
    '/oidc/logout',
    '/oidc/logout/confirm',
    '/oidc/logout/success',
    '/login/x',
    '/login/x/connections/contoso',
    '/login/callback',
    '/login/callback/contoso',
    '/login/help',
    '/login/assets/x',
  ];
  const FORM = 'application/x-www-form-urlencoded';
  const refused = (answer: RawAnswer, what: string) => {
    expect([what, answer.status, answer.status < 500]).toEqual([what, answer.status, true]);
    expect(answer.body).not.toMatch(/node_modules|at \S+ \(|SQLITE|TypeError|file:\/\//);
  };

  it('in query and path are answered', async () => {
    const queries = [
      '?',
      '?%',
      '?%ff=%fe',
      '?a[b][c]=1&client_id[]=x&state[x]=1',
      '?client_id=a&client_id=b',
      '?__proto__[x]=1&constructor=1&hasOwnProperty=1',
      '?client_id=%00&redirect_uri=%00&state=%00',
      `?${'&'.repeat(2000)}`,
      `?${'a=1&'.repeat(2000)}`,
      `?state=${'x'.repeat(12_000)}`,
      '?client_id=%ED%A0%80&scope=%F0%9F%92%A9',
      '?ui_locales=x%0d%0aSet-Cookie:%20a=b&state=%0d%0aX:y',
      '?response_mode=web_message&request=x.y.z&request_uri=urn:x&registration={}&claims={"id_token":1}',
      '?id_token_hint=a.b.c&post_logout_redirect_uri=javascript:alert(1)&logout_hint=%00&client_id=x',
    ];
    for (const path of PATHS) {
      await Promise.all(
        queries.map(async (query) => {
          refused(await send('GET', path + query, { cookie }), path + query);
        }),
      );
    }
    for (const path of [
      '/login/%',
      '/login/%ff',
      '/login/callback/%E0%A4%A',
      '/login/%00',
      '/login//',
      '//login/x',
      '/authorize/%2e%2e',
      '/oauth/../authorize',
      '/login/..%2f..%2fetc%2fpasswd',
      '/login/__proto__',
      `/login/${'x'.repeat(5000)}`,
      `/login/callback/${'a'.repeat(5000)}`,
      `${loginPath}/connections/%`,
      `${loginPath}/connections/__proto__`,
      `${loginPath}/connections/%00`,
      '/login/assets/..%2f..%2fpackage.json',
      '/userinfo/',
      '/oauth',
      'http://evil.example/authorize',
      '*',
    ])
      refused(await send('GET', path, { cookie }), path);
  }, 60_000);

  it('in body, type and encoding are answered', async () => {
    const bodies: [Record<string, string>, (Buffer | string)?][] = [
      [{}],
      [{ 'content-type': FORM }],
      [{ 'content-type': FORM, 'content-length': '5' }, 'a=1&b'],
      [{ 'content-type': FORM }, '%'],
      [{ 'content-type': FORM }, Buffer.from([0, 255, 254, 61, 0])],
      [{ 'content-type': FORM }, '__proto__[x]=1&constructor[prototype][y]=1&identifier[]=a&state[$ne]=1'],
      [{ 'content-type': FORM }, 'a=1&'.repeat(5000)],
      [{ 'content-type': FORM }, `state=${'x'.repeat(300_000)}`],
      [{ 'content-type': FORM }, `a${'[b]'.repeat(3000)}=1`],
      [{ 'content-type': FORM, 'content-encoding': 'gzip' }, 'not gzip'],
      [{ 'content-type': FORM, 'content-encoding': 'br' }, 'x'],
      [{ 'content-type': FORM, 'content-encoding': 'x' }, 'x=1'],
      [{ 'content-type': `${FORM}; charset=utf-16` }, 'a=1'],
      [{ 'content-type': `${FORM}; charset=nonsense` }, 'a=1'],
      [{ 'content-type': `${FORM}; charset="` }, 'a=1'],
      [{ 'content-type': 'application/json' }, '{"state":"x","grant_type":"client_credentials"}'],
      [{ 'content-type': 'application/json' }, '['.repeat(100_000)],
      [{ 'content-type': 'multipart/form-data; boundary=x' }, '--x\r\n'],
      [{ 'content-type': 'text/plain' }, 'identifier=a@contoso.com'],
      [{ 'content-type': ';;;' }, 'a=1'],
      [{ 'content-type': FORM, authorization: 'Basic \u00e9' }, 'grant_type=refresh_token&refresh_token=%00'],
      [{ 'content-type': FORM, authorization: 'Bearer ', origin: 'null' }, 'token=%00&token_type_hint=%00'],
      [{ 'content-type': FORM, 'x-http-method-override': 'DELETE' }, '_method=DELETE'],
    ];
    for (const path of [...PATHS, loginPath])
      for (const [headers, body] of bodies)
        refused(await send('POST', path, { cookie, ...headers }, body), `POST ${path} ${JSON.stringify(headers)}`);
  }, 60_000);

  it('in methods and headers are answered', async () => {
    const headers: Record<string, string>[] = [
      { cookie: '=; ;;%; portico-session=%; portico-session.sig=%00; portico_login_x=%' },
      { cookie: `portico_login_${'a'.repeat(16)}=zzz.zzz; `.repeat(60) },
      { cookie: '__proto__=1; constructor=2; portico-interaction=../../x; portico-resume=x' },
      { 'accept-language': `${'a-'.repeat(3000)};q=x,*` },
      { accept: 'x/y;q=9,;;', origin: 'https://evil.example\\@x' },
      { origin: `https://${'x'.repeat(4000)}`, 'access-control-request-method': 'POST' },
      { 'x-forwarded-for': 'x', 'x-forwarded-host': 'a,b', 'x-forwarded-proto': 'javascript', forwarded: ';;;' },
      { host: 'evil.example:99999' },
      { host: '' },
      { 'sec-fetch-site': 'x', 'x-request-id': `${'\u00e9'.repeat(50)}`, traceparent: 'x' },
      { range: 'bytes=0-', 'if-none-match': '*', expect: '100-continue' },
    ];
    for (const path of [...PATHS, loginPath]) {
      for (const one of headers) refused(await send('GET', path, one), `${path} ${JSON.stringify(one).slice(0, 80)}`);
      for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])
        refused(await send(method, path, { cookie }), `${method} ${path}`);
    }
  }, 60_000);

  it('malformed requests leave the hub working', async () => {
    expect((await send('GET', '/health/ready')).status).toBe(200);
    expect((await send('GET', loginPath, { cookie })).status).toBe(200);
  });
});
