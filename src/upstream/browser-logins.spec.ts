import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { CookieJar } from 'tough-cookie';
import { MovableClock } from '../../test/support/login-fakes.js';
import { PorticoConfig } from '../config/portico-config.js';
import { BrowserLogins, sha256 } from './browser-logins.js';

function setUp(issuer: string) {
  const clock = new MovableClock();
  const browsers = new BrowserLogins(Object.assign(new PorticoConfig(), { issuer }), clock);
  const jar = new CookieJar(undefined, { prefixSecurity: 'strict' });
  const lines: string[] = [];
  const request = async () => {
    const message = new IncomingMessage(new Socket());
    message.headers.cookie = await jar.getCookieString(issuer);
    return message;
  };
  /** Runs one exchange and gives the browser the cookies of the answer. */
  const exchange = async <T>(work: (request: IncomingMessage, response: ServerResponse) => T): Promise<T> => {
    const message = await request();
    const response = new ServerResponse(message);
    const result = work(message, response);
    const set = [response.getHeader('set-cookie') ?? []].flat().map(String);
    lines.push(...set);
    for (const line of set) await jar.setCookie(line, issuer);
    return result;
  };
  return { browsers, clock, jar, lines, request, exchange, issuer };
}

describe('the cookies of pending logins', () => {
  it('the cookies of pending logins are __Host-, Secure, HttpOnly and Lax on https, and hold nothing but a handle', async () => {
    const { browsers, exchange, lines } = setUp('https://hub.example');
    await exchange((request, response) => browsers.begin(request, response, sha256('state')));
    expect(lines).toEqual([
      expect.stringMatching(
        /^__Host-portico_login_[\w-]{16}=[0-9a-z]+\.[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
  });

  it('the cookies of pending logins are plain on a loopback http issuer', async () => {
    const { browsers, exchange, lines } = setUp('http://localhost:3000');
    await exchange((request, response) => browsers.begin(request, response, sha256('state')));
    expect(lines[0]).toMatch(/^portico_login_[\w-]{16}=[^;]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('the cookies of pending logins are one per login, and each is known again', async () => {
    const { browsers, exchange, request } = setUp('https://hub.example');
    const first = await exchange((q, s) => browsers.begin(q, s, sha256('first')));
    const second = await exchange((q, s) => browsers.begin(q, s, sha256('second')));
    expect(first.browserHash).not.toBe(second.browserHash);
    expect(browsers.of(await request(), sha256('first'))?.browserHash).toBe(first.browserHash);
    expect(browsers.of(await request(), sha256('second'))?.browserHash).toBe(second.browserHash);
    expect(browsers.of(await request(), sha256('third'))?.browserHash).toBeUndefined();
    await exchange((_, response) => browsers.end(response, sha256('first')));
    expect(browsers.of(await request(), sha256('first'))?.browserHash).toBeUndefined();
    expect(browsers.of(await request(), sha256('second'))?.browserHash).toBe(second.browserHash);
  });

  it('the cookies of pending logins are at most ten: the oldest makes room', async () => {
    const { browsers, clock, exchange, jar, request, issuer } = setUp('https://hub.example');
    for (let n = 0; n < 13; n += 1) {
      await exchange((q, s) => browsers.begin(q, s, sha256(`state ${n}`)));
      clock.advance(1);
      expect((await jar.getCookies(issuer)).length).toBeLessThanOrEqual(10);
    }
    const last = await request();
    const kept = Array.from({ length: 13 }, (_, n) => n).filter(
      (n) => browsers.of(last, sha256(`state ${n}`))?.browserHash !== undefined,
    );
    expect(kept).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('that the hub did not write are nobody’s handle, and are the first to go', async () => {
    const { browsers, exchange, jar, issuer, request } = setUp('https://hub.example');
    const name = `__Host-portico_login_${sha256('state').slice(0, 16)}`;
    await jar.setCookie(`${name}=forged; Path=/; Secure`, issuer);
    expect(browsers.of(await request(), sha256('state'))?.browserHash).toBeUndefined();
    for (let n = 0; n < 10; n += 1) await exchange((q, s) => browsers.begin(q, s, sha256(`state ${n}`)));
    expect((await jar.getCookies(issuer)).map((cookie) => cookie.key)).not.toContain(name);
    expect(browsers.of(await request(), sha256('state 0'))?.browserHash).toBeDefined();
  });
});
