import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aConnection } from '../../test/support/connections.js';
import { SystemClock } from '../common/clock.js';
import { SilentLogger } from '../common/logging/index.js';
import { PorticoConfig } from '../config/index.js';
import type { ConnectionDirectory } from '../connections/index.js';
import type { AdminConsent, UpstreamIdentity } from '../connectors/index.js';
import { EventRecorder, type EventStore, type HubEvent } from '../events/index.js';
import type { AdminConsentStore } from './admin-consent.js';
import { RecordedConsents } from './recorded-consents.js';

const connection = aConnection({ name: 'contoso' });
const identity: UpstreamIdentity = { issuer: 'https://upstream.example', subject: 'ada', claims: {} };
const claim = { tenantId: 'tenant-1', isAdmitted: true };

describe('consents of administrators', () => {
  let consents: RecordedConsents;
  let consent: Pick<AdminConsent, 'confirm' | 'shownBy'>;
  const claimed = jest.fn(async () => {});
  const verify = jest.fn(async () => true);

  beforeEach(() => {
    claimed.mockClear();
    verify.mockClear();
    consent = { confirm: async () => true, shownBy: () => 'tenant-1' };
    const clock = new SystemClock();
    const record = { connectionId: connection.id, tenantId: 'tenant-1', claimedAt: clock.now() };
    const store: Partial<AdminConsentStore> = { claim: claimed, verify, find: async () => record };
    const events = { append: async (_event: HubEvent) => {} } as EventStore;
    const connectors = { connectorOf: () => ({ adminConsent: () => consent }) };
    consents = new RecordedConsents(
      connectors as unknown as ConnectionDirectory,
      store as AdminConsentStore,
      clock,
      new EventRecorder(events, clock),
      new PorticoConfig(),
      new SilentLogger(),
    );
  });

  const claimWithin = (signal = new AbortController().signal) => consents.claim(connection, claim, signal);

  it('consents of administrators are claimed, and verified where the upstream confirms them', async () => {
    expect(await claimWithin()).toBe(true);
    expect([claimed.mock.calls.length, verify.mock.calls.length]).toEqual([1, 1]);
  });

  it.each<[string, AdminConsent['confirm']]>([
    ['says no', async () => false],
    ['breaks its contract', () => Promise.reject(new TypeError('broken'))],
    [
      'breaks it at once',
      () => {
        throw new TypeError('broken');
      },
    ],
  ])('consents of administrators stay claimed where the connector %s', async (_what, confirm) => {
    consent = { ...consent, confirm };
    expect(await claimWithin()).toBe(false);
    expect([claimed.mock.calls.length, verify.mock.calls.length]).toEqual([1, 0]);
  });

  it('consents of administrators stay claimed when the time is up, whether the connector heeds it or not', async () => {
    const time = new AbortController();
    consent = {
      ...consent,
      confirm: () => {
        time.abort();
        return new Promise(() => {});
      },
    };
    expect(await claimWithin(time.signal)).toBe(false);
    expect(await claimWithin(AbortSignal.abort())).toBe(false);
    expect([claimed.mock.calls.length, verify.mock.calls.length]).toEqual([2, 0]);
  });

  it('consents of administrators are verified by a sign-in that shows them, and end none that does not', async () => {
    await consents.signedIn(connection, identity);
    expect(verify).toHaveBeenCalledTimes(1);
    consent = { ...consent, shownBy: () => undefined };
    await consents.signedIn(connection, identity);
    consent = {
      ...consent,
      shownBy: () => {
        throw new TypeError('broken');
      },
    };
    await consents.signedIn(connection, identity);
    expect(verify).toHaveBeenCalledTimes(1);
  });
});
