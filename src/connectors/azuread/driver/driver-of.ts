import type { Driver } from './driver.js';
import { PassportAzureAdDriver, type PassportDriverOptions } from './passport-azure-ad.driver.js';
import { PorticoDriver } from './portico.driver.js';

/** The driver that the connection chose. Loads nothing yet. */
export function driverOf(given: PassportDriverOptions): Driver {
  const isOwn = given.options.driver === 'portico';
  return isOwn ? new PorticoDriver(given.options, given.runtime) : new PassportAzureAdDriver(given);
}
