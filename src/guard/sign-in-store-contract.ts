/** What a `SignInStore` has to do, as sentences for whatever test framework its author uses. Asserts with `node:assert`. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { SystemClock } from '../common/clock.js';
import type { SignInStore } from './sign-in-store.js';

/** The store to try, and the author's own test framework: jest, node:test, vitest, mocha. */
export interface SignInStoreHarness {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  /**
   * The store as each process of the application has it: two or more where it is shared, each with its own connection.
   * Asked for once a sentence.
   */
  readonly open: () => Promise<readonly [SignInStore, ...SignInStore[]]>;
}

const ATTEMPTS = 20;
const newId = (): string => randomBytes(32).toString('base64url');

/** Declares the suite, under the name of the store. */
export function describeSignInStoreContract(name: string, { describe, it, open }: SignInStoreHarness): void {
  const until = (): Date => new Date(new SystemClock().now().getTime() + 600_000);

  describe(`the sign-in store ${name}`, () => {
    it('lets a sign-in through once, whichever process is asked', async () => {
      const stores = await open();
      const id = newId();
      assert.equal(await stores[0].consumeOnce(id, until()), true);
      for (const store of stores) assert.equal(await store.consumeOnce(id, until()), false);
    });

    it('lets a sign-in through once when it is finished many times at the same moment', async () => {
      const stores = await open();
      const id = newId();
      const attempts = Array.from({ length: ATTEMPTS }, (_, index) => stores[index % stores.length] ?? stores[0]);
      const answers = await Promise.all(attempts.map((store) => store.consumeOnce(id, until())));
      assert.deepEqual(
        answers.filter((answer) => answer !== false),
        [true],
      );
    });

    it('tells sign-ins apart, also where only the case of a letter differs', async () => {
      const [store] = await open();
      const id = `${newId()}a`;
      for (const one of [id, `${id.slice(0, -1)}A`, newId()]) assert.equal(await store.consumeOnce(one, until()), true);
    });

    it('goes on refusing a sign-in after others, and with another expiry', async () => {
      const [store] = await open();
      const id = newId();
      assert.equal(await store.consumeOnce(id, until()), true);
      for (let other = 0; other < ATTEMPTS; other += 1) await store.consumeOnce(newId(), until());
      assert.equal(await store.consumeOnce(id, new Date(until().getTime() + 60_000)), false);
    });
  });
}
