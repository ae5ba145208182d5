/** Stores of used-up sign-ins: the contract over two of them, and that it finds one that would let a race through. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { testRuntime } from '../connectors/testing/test-runtime.js';
import { InProcessSignInStore, type SignInStore } from './sign-in-store.js';
import { describeSignInStoreContract } from './sign-in-store-contract.js';

/** As a database does it for several processes: an answer takes its time, what decides is one step. */
function sharedStore(rows = new Map<string, Date>()): SignInStore {
  return {
    async consumeOnce(id, until) {
      await setImmediate();
      const isFirst = !rows.has(id);
      if (isFirst) rows.set(id, until);
      await setImmediate();
      return isFirst;
    },
  };
}

/** The mistake that the contract is for: between the look and the note another request may look, too. */
function carelessStore(rows = new Map<string, Date>()): SignInStore {
  return {
    async consumeOnce(id, until) {
      const isFirst = !rows.has(id);
      await setImmediate();
      rows.set(id, until);
      return isFirst;
    },
  };
}

describeSignInStoreContract('of one process', {
  describe,
  it,
  open: async () => [new InProcessSignInStore(() => new Date())],
});

describeSignInStoreContract('of several processes', {
  describe,
  it,
  open: async () => {
    const rows = new Map<string, Date>();
    return [sharedStore(rows), sharedStore(rows)];
  },
});

describe('the contract of sign-in stores', () => {
  /** The sentences that a store breaks. */
  async function broken(open: () => readonly [SignInStore, ...SignInStore[]]): Promise<string[]> {
    const sentences: { readonly name: string; readonly body: () => Promise<void> }[] = [];
    describeSignInStoreContract('under trial', {
      describe: (_name, body) => body(),
      it: (name, body) => sentences.push({ name, body }),
      open: async () => open(),
    });
    const tried = await Promise.allSettled(sentences.map(({ body }) => body()));
    return sentences.filter((_, index) => tried[index]?.status === 'rejected').map(({ name }) => name);
  }

  it('the contract of sign-in stores finds a store that looks first and notes later, and passes one that does both at once', async () => {
    expect(await broken(() => [carelessStore()])).toEqual([expect.stringContaining('at the same moment')]);
    expect(await broken(() => [sharedStore()])).toEqual([]);
  });

  it('the contract of sign-in stores finds a store that each process has for itself, and passes one that they share', async () => {
    const rows = new Map<string, Date>();
    expect(await broken(() => [sharedStore(), sharedStore()])).toHaveLength(2);
    expect(await broken(() => [sharedStore(rows), sharedStore(rows)])).toEqual([]);
  });

  it('the contract of sign-in stores finds a store that takes letters for the same in either case', async () => {
    const shouting = (store: SignInStore): SignInStore => ({
      consumeOnce: (id, until) => store.consumeOnce(id.toUpperCase(), until),
    });
    expect(await broken(() => [shouting(sharedStore())])).toEqual([expect.stringContaining('case')]);
  });
});

describe('the sign-in store of one process', () => {
  const ten = 600_000;
  function opened(capacity?: number) {
    const runtime = testRuntime({ at: new Date() });
    const store = new InProcessSignInStore(runtime.now, capacity);
    const consume = (id: string, milliseconds = ten) =>
      store.consumeOnce(id, new Date(runtime.now().getTime() + milliseconds));
    return { runtime, store, consume };
  }

  it('the sign-in store of one process knows a sign-in until it expires, and holds it no longer', async () => {
    const { runtime, store, consume } = opened();
    const until = new Date(runtime.now().getTime() + ten);
    expect(await store.consumeOnce('a', until)).toBe(true);
    runtime.pass(599);
    expect(await store.consumeOnce('a', until)).toBe(false);
    expect(store.size).toBe(1);
    runtime.pass(1);
    expect(await consume('b')).toBe(true);
    expect(store.size).toBe(1);
  });

  it('the sign-in store of one process refuses a sign-in that has expired', async () => {
    const { consume } = opened();
    expect(await consume('a', 0)).toBe(false);
    expect(await consume('a', 1)).toBe(true);
  });

  it('the sign-in store of one process lets nothing through twice in a flood, and holds no more than it may', async () => {
    const { store, consume } = opened(3);
    expect(await consume('first', ten)).toBe(true);
    for (const one of ['a', 'b', 'c']) expect(await consume(one, ten + 1)).toBe(true);
    expect(store.size).toBe(3);
    expect(await consume('first', ten)).toBe(false);
    expect(await consume('begun no later than the first', ten)).toBe(false);
    expect(await consume('begun later', ten + 1)).toBe(true);
  });
});
