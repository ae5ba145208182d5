import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { rotateSigningKeys } from '../../src/openid-provider/index.js';
import { KEY_POLL_MS } from '../../src/openid-provider/keys/signing-keys.js';
import { OidcDriver } from '../support/oidc-driver.js';
import { application, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';

const MINUTE = 60_000;

/** Rejects by the test's own time limit. */
async function untilTrue(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}

describe('the rotation of signing keys', () => {
  let hub: TestProvider;
  let driver: OidcDriver;

  beforeEach(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    hub.applications.add(application({ clientId: 'web' }));
    hub.login.signsIn(hub.users.add('ada'));
  });
  afterEach(async () => {
    jest.useRealTimers();
    await hub.close();
  });

  /** Moves the clock only: everything that waits goes on. */
  const wait = async (milliseconds: number) => {
    const now = Date.now() + milliseconds;
    jest.useFakeTimers({
      now,
      advanceTimers: true,
      doNotFake: ['setTimeout', 'setInterval', 'setImmediate', 'nextTick', 'queueMicrotask'],
    });
    await hub.provider.refresh();
    hub.login.signsIn(hub.users.add('ada'));
  };
  const published = async () => {
    const response = await fetch(`${hub.origin}/.well-known/jwks.json`);
    return ((await response.json()) as { keys: { kid: string }[] }).keys.map((key) => key.kid);
  };
  const signingNow = async () => decodeProtectedHeader(String((await driver.tokens()).id_token)).kid;

  // covers OPENMETADATA-06
  it('a rotation publishes the new key first, then signs with it, then retires the old one', async () => {
    const [old] = await published();
    const rotation = await rotateSigningKeys(hub.keys, new Date());
    expect(rotation.kid).not.toBe(old);
    await hub.provider.refresh();
    expect(await published()).toEqual([old, rotation.kid]);
    expect(await signingNow()).toBe(old);
    const hint = String((await driver.tokens()).id_token);

    await wait(11 * MINUTE);
    expect(await signingNow()).toBe(rotation.kid);
    expect(await published()).toEqual([rotation.kid, old]);
    // What the old key signed still counts.
    const logout = `${hub.origin}/oidc/logout?id_token_hint=${hint}`;
    expect((await fetch(logout)).status).toBe(200);

    await wait(12 * 60 * MINUTE);
    expect(await published()).toEqual([rotation.kid]);
    expect((await fetch(logout)).status).toBe(400);
  });

  it('a rotation keeps sessions, codes and refresh tokens', async () => {
    const tokens = await driver.tokens();
    const code = await driver.code();
    await rotateSigningKeys(hub.keys, new Date());
    await hub.provider.refresh();
    expect((await driver.redeem(code)).status).toBe(200);
    expect((await driver.refresh(tokens.refresh_token)).status).toBe(200);
  });

  it('a hub looks for new keys by itself, one look at a time, also after the storage was away', async () => {
    hub.provider.onModuleDestroy();
    jest.useFakeTimers({ doNotFake: ['Date', 'setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'] });
    await hub.provider.onModuleInit();
    const [old] = await published();
    const rotation = await rotateSigningKeys(hub.keys, new Date());
    const looks = jest.spyOn(hub.keys, 'list').mockRejectedValueOnce(new Error('away'));
    await jest.advanceTimersByTimeAsync(KEY_POLL_MS);
    expect(looks).toHaveBeenCalledTimes(1);
    expect(await published()).toEqual([old]);
    await jest.advanceTimersByTimeAsync(KEY_POLL_MS);
    await untilTrue(async () => (await published()).includes(rotation.kid));

    looks.mockImplementation(() => new Promise(() => undefined)).mockClear();
    await jest.advanceTimersByTimeAsync(KEY_POLL_MS * 5);
    expect(looks).toHaveBeenCalledTimes(1);
    looks.mockRestore();
  });

  it('a hub makes no second key at its next start', async () => {
    const before = await published();
    await hub.provider.onModuleInit();
    hub.provider.onModuleDestroy();
    expect(await published()).toEqual(before);
  });
});
