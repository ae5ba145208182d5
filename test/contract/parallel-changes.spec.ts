import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, ConnectionDomainTaken } from '../../src/connections/index.js';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { SqlOidcArtifactStore } from '../../src/storage/oidc-artifacts.store.js';
import { aConnection, insertApplications } from '../support/connections.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

describe.each(storageEngines)('changes at the same time on $name', (engine) => {
  let storage: OpenStorage;
  let store: SqlConnectionStore;
  beforeEach(async () => {
    storage = await engine.open();
    store = new SqlConnectionStore(storage.database, storage.sealer);
  });
  afterEach(() => storage.close());

  const domains = Array.from({ length: 20 }, (_, index) => `d${index}.example`);

  it('changes at the same time give every domain one owner, when many connections want the same ones in any order', async () => {
    const wishes = Array.from({ length: 8 }, (_, index) =>
      aConnection({
        name: `c${index}`,
        domainAliases: index % 2 === 0 ? domains : domains.toReversed(),
      }),
    );
    const outcomes = await Promise.allSettled(wishes.map((wish) => store.insert(wish, [])));
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(reasons).toHaveLength(wishes.length - 1);
    for (const reason of reasons) expect(reason).toBeInstanceOf(ConnectionDomainTaken);
    const owners = new Set(await Promise.all(domains.map((domain) => store.ownerOfDomain(domain))));
    expect(owners.size).toBe(1);
  });

  it('changes at the same time end with an answer about the domain, when two connections exchange theirs', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [`one-${round}`, `two-${round}`].map((name) =>
        aConnection({ name, domainAliases: [`${name}.example`] }),
      );
      if (one === undefined || two === undefined) throw new Error('two connections');
      await Promise.all([store.insert(one, []), store.insert(two, [])]);
      const taking = (mine: Connection, theirs: Connection) =>
        store.update({ ...mine, domainAliases: theirs.domainAliases, updatedAt: new Date() }, mine);
      for (const outcome of await Promise.allSettled([taking(one, two), taking(two, one)])) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ConnectionDomainTaken);
      }
    }
  });

  it('of applications add and take away every right once', async () => {
    const clients = Array.from({ length: 10 }, (_, index) => `app${index}`);
    await insertApplications(storage.database, ...clients);
    await store.insert(aConnection({ name: 'contoso' }), []);
    const changes = clients.map((clientId) => ({ clientId, status: true }));
    await Promise.all([changes, changes.toReversed(), changes].map((some) => store.setClients('con_contoso', some)));
    const page = await store.clientsOf('con_contoso', { kind: 'offset', page: 0, perPage: 50 });
    expect(page.total).toBe(clients.length);
  });

  it('changes at the same time let one of many consume a code, and a revocation meet no half of a grant', async () => {
    const artifacts = new SqlOidcArtifactStore(storage.database, storage.sealer);
    const now = new Date(1_000);
    const save = (model: string, id: string) => artifacts.save({ model, id, payload: {}, grantId: 'grant' }, now);
    await Promise.all([save('AuthorizationCode', 'code'), save('Grant', 'grant'), save('AccessToken', 'token')]);
    const consumed = await Promise.all(
      Array.from({ length: 20 }, () => artifacts.consume('AuthorizationCode', 'code', now)),
    );
    expect(consumed.filter(Boolean)).toHaveLength(1);
    await Promise.all([
      artifacts.removeGrant('grant'),
      artifacts.removeGrant('grant'),
      artifacts.removeOfGrant('AccessToken', 'grant'),
    ]);
    expect(await artifacts.find('AccessToken', 'token', now)).toBeUndefined();
  });
});
