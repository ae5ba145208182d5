import { describe, expect, it } from '@jest/globals';
import { redirectUriProblem, webOriginProblem } from './application-rules.js';

const refused = (uri: string, type: Parameters<typeof redirectUriProblem>[1] = 'regular_web') =>
  redirectUriProblem(uri, type) !== undefined;

describe('a redirect URI', () => {
  it.each([
    'https://app.example/callback',
    'https://app.example/callback?tenant=1',
    'https://pve:8006',
    'https://10.0.0.5:8006/',
    'https://[2001:db8::1]/cb',
    'https://xn--bcher-kva.example/cb',
    'HTTPS://App.Example/CB',
    'https://app.example/a/%7E/b;c=d',
    'http://localhost:3000/cb',
    'http://localhost',
    'http://127.0.0.1:8080/cb?x=1',
    'http://[::1]:1234/cb',
  ])('a redirect URI may be %s', (uri) => {
    expect(redirectUriProblem(uri, 'regular_web')).toBeUndefined();
    expect(redirectUriProblem(uri, 'native')).toBeUndefined();
  });

  it.each([
    ['a fragment', 'https://app.example/cb#x'],
    ['an empty fragment', 'https://app.example/cb#'],
    ['a wildcard in the host', 'https://*.app.example/cb'],
    ['a wildcard in the path', 'https://app.example/*'],
    ['a user name', 'https://user@app.example/cb'],
    ['a password', 'https://user:password@app.example/cb'],
    ['a deceiving host', 'https://app.example:443@evil.example/cb'],
    ['a backslash', 'https://app.example\\@evil.example/cb'],
    ['a line break', 'https://app.example/cb\r\nSet-Cookie: x'],
    ['a NUL', 'https://app.example/cb\0'],
    ['a tab in the scheme', 'ht\ttps://app.example/cb'],
    ['a blank', 'https://app.example/c b'],
    ['a leading blank', ' https://app.example/cb'],
    ['letters beyond ASCII', 'https://bücher.example/cb'],
    ['an invisible character', 'https://app.example/\u200bcb'],
    ['no host', 'https:///cb'],
    ['no slashes', 'https:app.example/cb'],
    ['an impossible port', 'https://app.example:99999/cb'],
    ['no scheme', 'app.example/cb'],
    ['a path', '/cb'],
    ['a protocol-relative URI', '//app.example/cb'],
    ['javascript:', 'javascript:alert(1)'],
    ['javascript: in disguise', 'JavaScript://app.example/%0aalert(1)'],
    ['data:', 'data:text/html,x'],
    ['file:', 'file:///etc/passwd'],
    ['blob:', 'blob:https://app.example/1'],
    ['http elsewhere', 'http://app.example/cb'],
    ['http on a private address', 'http://10.0.0.5/cb'],
    ['a name that only begins like loopback', 'http://localhost.evil.example/cb'],
    ['another spelling of loopback', 'http://127.1/cb'],
    ['a number for loopback', 'http://2130706433/cb'],
    ['2001 characters', `https://app.example/${'a'.repeat(1981)}`],
    ['nothing', ''],
  ])('a redirect URI must not have %s, whatever the application', (_what, uri) => {
    expect(refused(uri, 'regular_web')).toBe(true);
    expect(refused(uri, 'spa')).toBe(true);
    expect(refused(uri, 'native')).toBe(true);
  });

  it('a redirect URI may have 2000 characters', () => {
    expect(refused(`https://app.example/${'a'.repeat(1980)}`)).toBe(false);
  });

  it.each(['com.example.app:/callback', 'com.example.app://callback', 'com.example.app:callback'])(
    'a redirect URI may have the scheme of a native application: %s',
    (uri) => {
      expect(refused(uri, 'native')).toBe(false);
      expect(refused(uri, 'spa')).toBe(true);
      expect(refused(uri, 'regular_web')).toBe(true);
    },
  );

  it.each(['myapp:/callback', 'com.example.app:', 'com.example.app:/', '.app:/callback', 'com..app:/callback'])(
    'a redirect URI must not be %s even for a native application',
    (uri) => expect(refused(uri, 'native')).toBe(true),
  );

  it.each([`https://${'a'.repeat(100_000)}`, `com${'.a'.repeat(50_000)}`, `http://localhost${':1'.repeat(50_000)}`])(
    'a redirect URI is judged at once, however long and evil it is',
    (uri) => {
      const start = performance.now();
      for (const type of ['native', 'spa'] as const) redirectUriProblem(uri, type);
      webOriginProblem(uri);
      expect(performance.now() - start).toBeLessThan(50);
    },
  );
});

describe('a web origin', () => {
  it.each(['https://app.example', 'https://app.example:8443', 'http://localhost:3000', 'http://[::1]:3000'])(
    'a web origin may be %s',
    (origin) => expect(webOriginProblem(origin)).toBeUndefined(),
  );

  it.each([
    'https://app.example/',
    'https://app.example/path',
    'https://app.example:443',
    'https://App.example',
    'http://app.example',
    'https://*.app.example',
    'null',
    '*',
    'app.example',
    'javascript:alert(1)',
    'com.example.app://x',
  ])('a web origin must not be %s', (origin) => expect(webOriginProblem(origin)).toEqual(expect.any(String)));
});
