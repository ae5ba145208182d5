/** Where an issuer publishes its discovery document, and whether what is there is the issuer's own. Pure. */
import { isIssuer } from './options/issuer.js';
import { misconfigured } from './protocol/errors.js';
import type { ProviderMetadata } from './protocol/metadata.js';

/** OpenID Connect Discovery 1.0, section 4.1: a slash at the end of the issuer goes before the path is added. */
export function discoveryUrlOf(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** Both spellings have the same discovery document, and who pastes its URL gives neither: the published one counts. */
export function isSameIssuer(given: string, published: string): boolean {
  return discoveryUrlOf(given) === discoveryUrlOf(published);
}

/** What a connection's issuer is not, and what to do about it. For the operator. */
export interface IssuerMismatch {
  readonly given: string;
  /** Shortened. */
  readonly published: string;
  readonly remedy: string;
}

const printedLength = 200;

/** Undefined for a document of the issuer that the connection names. */
export function mismatchOf(given: string, { issuer }: ProviderMetadata): IssuerMismatch | undefined {
  if (isSameIssuer(given, issuer)) return undefined;
  const published = issuer.slice(0, printedLength);
  const remedy = isIssuer(issuer)
    ? `If that is the upstream you mean, set issuer to ${published}.`
    : 'It is no issuer that tokens could be compared with, for example a template for several: find the URL of your own.';
  return { given, published, remedy };
}

/**
 * Refuses a discovery document of another issuer (section 4.3): its keys would vouch for anybody.
 * @throws {ConnectorError} `misconfigured`
 */
export function acceptMetadata(metadata: ProviderMetadata, given: string): void {
  const mismatch = mismatchOf(given, metadata);
  if (mismatch === undefined) return;
  throw misconfigured(
    'discovery',
    `The connection names the issuer ${JSON.stringify(given)}, but the discovery document there is of ${JSON.stringify(mismatch.published)}. ${mismatch.remedy}`,
  );
}
