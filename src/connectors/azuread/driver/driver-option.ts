/** The option `driver`: which drivers there are, and why one cannot be chosen here. */
import type { RawInput } from '../../option.js';
import { isInstalled, LIBRARY } from './library.js';

export type DriverName = 'portico' | typeof LIBRARY;
export const driverNames: readonly DriverName[] = ['portico', LIBRARY];

/** What `overrides` in the package.json of whoever installs it should have: npm takes none from a dependency. */
const OVERRIDES = '"overrides": {"passport-azure-ad": {"jws": "^3.2.3", "node-forge": "^1.4.3", "uuid": "^11.1.1"}}';

export function driverProblem(value: unknown, options: RawInput, installed = isInstalled): string | undefined {
  if (!driverNames.some((name) => name === value)) return `must be one of ${driverNames.join(', ')}`;
  if (value === 'portico') return undefined;
  if (!installed()) {
    return (
      `needs the package ${LIBRARY}, which is not installed here: run "npm install ${LIBRARY}@4.3.5" with ` +
      `${OVERRIDES} in the package.json, start the hub again, or use driver "portico"`
    );
  }
  return String(options.cloud_instance).startsWith('http:')
    ? `"${LIBRARY}" speaks to clouds over https only: change cloud_instance, or use driver "portico"`
    : undefined;
}
