/** The option `issuer`: turns what people paste into an issuer, or says in a sentence what it is instead. Pure. */
import type { RawInput } from '../../option.js';
import { hasControlCharacters, textProblem } from '../../option-values.js';
import { misconfigured } from '../protocol/errors.js';
import type { ProviderMetadata } from '../protocol/metadata.js';
import { presetOf } from './presets.js';

const lengthLimit = 512;

/** The path below which an issuer publishes its discovery document (OpenID Connect Discovery 1.0, section 4). */
const wellKnown = /\/\.well-known\/openid-configuration\/?$/;

/** A pasted discovery URL, page or endpoint is cut down to the issuer; a preset's only issuer need not be given. */
export function readIssuer(value: unknown, input: RawInput): unknown {
  const shape = presetOf(input)?.issuer;
  if (value === undefined) return shape?.only;
  if (typeof value !== 'string' || value.length > lengthLimit || hasControlCharacters(value)) return value;
  const text = withOrigin(value.trim()).replace(wellKnown, '');
  // What is known to be a mistake is explained, not mended: what it would be cut down to may be another issuer.
  if (shape === undefined || shape.mistakes.some((mistake) => mistake.shape.test(text))) return text;
  const reduction = shape.reductions.find(({ from }) => from.test(text));
  return reduction === undefined ? text : text.replace(reduction.from, reduction.to);
}

/** Scheme and host as URLs are compared, the path as it was sent: an issuer is compared byte for byte. */
function withOrigin(text: string): string {
  const absolute = /^[\w.-]+\.[a-z]{2,}(?:[:/]|$)/i.test(text) ? `https://${text}` : text;
  if (!/^https?:\/\/[^/?#@]+(?:[/?#]|$)/i.test(absolute) || !URL.canParse(absolute)) return absolute;
  return absolute.replace(/^https?:\/\/[^/?#]+/i, new URL(absolute).origin);
}

export function issuerProblem(value: unknown, options: RawInput): string | undefined {
  if (value === undefined) return 'is missing: it is the URL that the identity provider names as its issuer';
  const problem = textProblem(value, lengthLimit);
  if (problem !== undefined) return problem;
  const text = String(value);
  return particularProblem(text, options) ?? generalProblem(text);
}

function generalProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    return 'must be an https URL such as https://login.acme.com: the one that the discovery document names as issuer';
  }
  if (url.username !== '' || url.password !== '') return 'has a user name or password in it: leave that out';
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
    return 'has a query or a fragment, which no issuer has: leave out what begins with "?" or "#"';
  }
  return /[\s{}<>"\\^`|]/.test(text)
    ? 'has characters that no URL has, such as a blank or a placeholder in braces'
    : undefined;
}

/** What the preset knows beyond that. */
function particularProblem(text: string, options: RawInput): string | undefined {
  const preset = presetOf(options);
  if (preset === undefined) return undefined;
  const { mistakes, shape, example } = preset.issuer;
  const mistake = mistakes.find((one) => one.shape.test(text));
  if (mistake !== undefined) return mistake.remedy;
  return shape.test(text)
    ? undefined
    : `is no issuer of ${preset.displayName}: give one such as ${example}, or leave preset out`;
}

/** Whether a text from outside may be offered as an issuer. */
export function isIssuer(text: string): boolean {
  return issuerProblem(text, {}) === undefined;
}

// Where an issuer publishes its discovery document, and whether the document there is its own.

/** OpenID Connect Discovery 1.0, section 4.1: a slash at the end of the issuer goes before the path is added. */
export function discoveryUrlOf(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** With and without a slash at its end an issuer has the same discovery document: the published spelling counts. */
function isSameIssuer(given: string, published: string): boolean {
  return discoveryUrlOf(given) === discoveryUrlOf(published);
}

/** How the published issuer differs from the connection's, and what to do about it. For the operator. */
interface IssuerMismatch {
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
  return { published, remedy };
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
