import 'reflect-metadata';
import { SystemClock } from '../common/clock.js';
import { loadConfig } from '../config/index.js';
import { withoutRuntimeNotice } from '../runtime-notice.js';
import { noArguments } from './arguments.js';

/**
 * `portico keys rotate`: publishes a new signing key beside the current one. May run while the hub does; it notices
 * within seconds, signs with the new key once clients had time to see it, and keeps the old one while its tokens live.
 */
export async function keysRotate(args: readonly string[]): Promise<void> {
  noArguments('portico keys rotate', args);
  const [{ HubStorage }, { SqlSigningKeyStore }, { rotateSigningKeys }] = await withoutRuntimeNotice(() =>
    Promise.all([
      import('../storage/hub-storage.js'),
      import('../storage/signing-keys.store.js'),
      import('../openid-provider/index.js'),
    ]),
  );
  const storage = await HubStorage.openBeside(loadConfig(process.env));
  try {
    const keys = new SqlSigningKeyStore(storage.database, storage.sealer);
    const { kid, activeFrom, othersRetireAt } = await rotateSigningKeys(keys, new SystemClock().now());
    process.stdout.write(
      `The new signing key ${kid} is published now. Tokens are signed with it from ${activeFrom.toISOString()}; ` +
        `the keys before it are published until ${othersRetireAt.toISOString()}.\n`,
    );
  } finally {
    await storage.close();
  }
}
