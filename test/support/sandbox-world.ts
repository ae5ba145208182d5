/** How the cases of the connector at the sandbox are run: by which driver, over http or https. */
import { Agent, fetch as undiciFetch } from 'undici';
import { createGuardedFetch } from '../../src/common/outbound/index.js';
import type { JsonObject } from '../../src/connectors/index.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { Browser } from './browser.js';
import { loopbackCertificate } from './certificate.js';

/** Set by a spec before it imports the cases. */
export const runsWith: { driver: 'portico' | 'passport-azure-ad'; isSecure: boolean } = {
  driver: 'portico',
  isSecure: false,
};

export interface SandboxWorld {
  readonly sandbox: Sandbox;
  /** The guarded client, which trusts this sandbox. */
  readonly fetch: typeof globalThis.fetch;
  /** Options of every connection. */
  readonly options: JsonObject;
  browser(): Browser;
}

export async function sandboxWorld(): Promise<SandboxWorld> {
  const { driver, isSecure } = runsWith;
  const tls = isSecure ? await loopbackCertificate() : undefined;
  const sandbox = await startSandbox(tls === undefined ? {} : { tls });
  const trust = tls === undefined ? {} : { ca: tls.cert };
  const dispatcher = new Agent({ connect: trust });
  const browse = ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as unknown as typeof fetch;
  return {
    sandbox,
    fetch: createGuardedFetch({ allow: [{ kind: 'host', host: '127.0.0.1' }], ...trust }),
    options: { cloud_instance: sandbox.url, driver },
    browser: () => new Browser('en', browse),
  };
}
