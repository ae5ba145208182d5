/** What a harness must be able to do, or the suite would prove nothing. */
import type { Forgery } from '../forgeries.js';
import type { ConnectorHarness } from '../harness.js';
import type { Outage } from '../outages.js';

/** What every protocol with a signed statement can get wrong. */
const SIGNED: readonly Forgery[] = [
  'wrong_issuer',
  'wrong_audience',
  'expired',
  'missing_subject',
  'wrong_key',
  'unsigned',
];
/** What every protocol can get wrong whose upstream is asked. */
const FETCHED: readonly (Forgery | Outage)[] = [
  'missing_subject',
  'dead',
  'hanging',
  'failing',
  'garbage',
  'empty',
  'oversized',
];

/** @throws {TypeError} naming what the harness leaves out. */
export function assertHarness(harness: ConnectorHarness): void {
  const has: readonly string[] = [...harness.forgeries, ...harness.outages];
  const missing = (harness.answer === 'fetched' ? FETCHED : SIGNED).filter((one) => !has.includes(one));
  if (missing.length > 0) throw new TypeError(`The harness cannot forge ${missing.join(', ')}.`);
}
