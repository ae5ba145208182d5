import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../test/support/ports.js';
import { type CallbackServer, listenForCallback } from './callback-server.js';

describe('the callback server of a sign-in that is tried', () => {
  let server: CallbackServer | undefined;
  afterEach(() => server?.close());

  const start = async (path = '/callback') => {
    server = await listenForCallback(`http://127.0.0.1:${await freePort()}${path}`);
    return server;
  };

  it('hears the first answer, from the query', async () => {
    const { callbackUrl, answer } = await start();
    const page = await fetch(`${callbackUrl}?code=1&state=2`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Close this window')]);
    await fetch(`${callbackUrl}?code=second`);
    expect(String(await answer(1000))).toBe('code=1&state=2');
  });

  it('hears an answer by form_post', async () => {
    const { callbackUrl, answer } = await start('/login/back');
    await fetch(callbackUrl, { method: 'POST', body: new URLSearchParams({ code: '1' }) });
    expect(String(await answer(1000))).toBe('code=1');
  });

  it('the callback server of a sign-in that is tried knows no other path, and gives up when the time is up', async () => {
    const { callbackUrl, answer } = await start();
    expect((await fetch(`${callbackUrl}/other?code=1`)).status).toBe(404);
    await expect(answer(1)).rejects.toThrow(/No answer arrived/);
  });

  it('the callback server of a sign-in that is tried says so when the port is in use', async () => {
    const { callbackUrl } = await start();
    await expect(listenForCallback(callbackUrl)).rejects.toThrow(/Port \d+ is in use\. Say --callback/);
  });

  it.each(['http://idp.example/callback', 'https://localhost:1/callback', 'http://localhost:1/?a=b', 'nowhere'])(
    'the callback server of a sign-in that is tried does not listen on %s',
    async (url) => {
      await expect(listenForCallback(url)).rejects.toThrow(/--callback takes a URL on this machine/);
    },
  );
});
