/** Where the provider keeps what it issues: in memory, for as long as the test. */
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** One for each provider: what is kept is shared by its models only. */
export function memoryAdapter(): AdapterFactory {
  const kept = new Map<string, AdapterPayload>();
  const grants = new Map<string, Set<string>>();

  return (model: string): Adapter => {
    const keyOf = (id: string): string => `${model}:${id}`;
    const find = (id: string): AdapterPayload | undefined => kept.get(keyOf(id));
    return {
      upsert: async (id, payload) => {
        kept.set(keyOf(id), payload);
        const { grantId } = payload;
        if (grantId !== undefined) grants.set(grantId, (grants.get(grantId) ?? new Set()).add(keyOf(id)));
      },
      find: async (id) => find(id),
      findByUid: async (uid) => [...kept.values()].find((payload) => payload.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const payload = find(id);
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1_000);
      },
      destroy: async (id) => void kept.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const key of grants.get(grantId) ?? []) kept.delete(key);
        grants.delete(grantId);
      },
    };
  };
}
