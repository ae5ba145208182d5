/** Connectors that ask administrators for consent, and break the promise of that ability. */
import type { AdminConsent } from '../../../src/connectors/index.js';
import { type BrokenConnector, brokenFake, fakeHarness } from './broken-connector.js';

const sound: AdminConsent = {
  begin: async ({ state, callbackUrl }) => {
    const url = new URL('https://fake-upstream.invalid/consent');
    url.searchParams.set('state', state);
    url.searchParams.set('redirect_uri', callbackUrl);
    return url.href;
  },
  read: async () => ({ tenantId: 'directory', isAdmitted: false }),
  confirm: async () => false,
  shownBy: () => 'directory',
};

let shown = 0;

const over = (that: string, change: Partial<AdminConsent>, red: readonly string[]): BrokenConnector => ({
  that,
  definition: brokenFake(() => ({ adminConsent: () => ({ ...sound, ...change }) }), { abilities: ['admin_consent'] }),
  // Nothing of it is asked anything, so an outage changes nothing.
  harness: { ...fakeHarness, outages: ['dead'] },
  topics: ['an administrator’s consent'],
  red,
});

const ASKED = 'is asked for at a URL with the state and the callback URL, without a secret, or not at all';

export const brokenConsents: readonly BrokenConnector[] = [
  over('asks for consent and is sound', {}, []),
  over('asks for consent without a state', { begin: async () => 'https://fake-upstream.invalid/consent' }, [ASKED]),
  over(
    'reads whatever it is told of a consent',
    {
      read: async ({ parameters }) => ({ tenantId: parameters.get('tenant') ?? 'directory', isAdmitted: true }),
    },
    ['is read as a claim about a directory or refused, whatever is brought back'],
  ),
  over('takes silence for consent', { confirm: async () => true }, [
    'is not there when the upstream does not answer, and that is no error',
  ]),
  over('is shown another consent each time', { shownBy: () => String(shown++) }, [
    'is shown by a sign-in the same way twice, without a request',
  ]),
];
