/** Which registered redirect URI a request means: exact, but for the port of `http://localhost`. */
import type { SeedApplication, SeedRedirectUri } from '../seed/seed.js';

const LONGEST = 256;

/** Case-sensitive comparison of the whole URI; only `http://localhost` may differ in its port. */
export function registeredRedirectUri(application: SeedApplication, wanted: string): SeedRedirectUri | undefined {
  if (wanted.length > LONGEST || !URL.canParse(wanted)) return undefined;
  const exact = application.redirectUris.find((one) => one.uri === wanted);
  if (exact !== undefined) return exact;
  const plain = withoutLocalPort(wanted);
  if (plain === undefined) return undefined;
  return application.redirectUris.find((one) => withoutLocalPort(one.uri) === plain);
}

function withoutLocalPort(uri: string): string | undefined {
  const match = /^http:\/\/localhost(:\d{1,5})?(?=$|[/?])/.exec(uri);
  return match === null ? undefined : `http://localhost${uri.slice(match[0].length)}`;
}
