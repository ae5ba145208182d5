/** Who calls the token endpoint, and whether the proof fits the platform of the redirect URI in use. */
import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { AadstsError } from '../errors/aadsts.js';
import type { Platform, SeedApplication } from '../seed/seed.js';
import { parameter } from '../server/parameters.js';
import type { SandboxState } from '../server/state.js';

export interface PresentedClient {
  readonly clientId: string;
  readonly secret?: string;
  readonly hasAssertion: boolean;
}

/** Reads `client_secret_basic`, `client_secret_post` and `client_assertion`. */
export function presentedClient(request: Request, parameters: URLSearchParams): PresentedClient {
  const basic = /^Basic (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
  const [basicId, basicSecret] = basic === undefined ? [] : decodeBasic(basic);
  const clientId = basicId ?? parameter(parameters, 'client_id');
  if (clientId === undefined) throw new AadstsError(900144, { value: 'client_id' });
  const secret = basicSecret ?? parameter(parameters, 'client_secret');
  return {
    clientId,
    hasAssertion: parameter(parameters, 'client_assertion') !== undefined,
    ...(secret !== undefined && { secret }),
  };
}

/** @throws AadstsError the code that Entra gives for this mixture of platform, `Origin` and credentials. */
export function authenticateClient(
  state: SandboxState,
  application: SeedApplication,
  platform: Platform,
  presented: PresentedClient,
  origin: string | undefined,
): void {
  const about = { clientId: application.clientId };
  const hasCredential = presented.secret !== undefined || presented.hasAssertion;
  if (origin !== undefined && (platform !== 'Spa' || hasCredential)) throw new AadstsError(9002326, { value: origin });
  if (platform !== 'Web') {
    if (hasCredential) throw new AadstsError(700025, about);
    if (platform === 'Spa' && origin === undefined) throw new AadstsError(9002327);
    return;
  }
  if (!hasCredential) throw new AadstsError(7000218);
  // The sandbox's registrations have no certificates, so no assertion can match one.
  if (presented.secret === undefined) throw new AadstsError(700027, about);
  checkSecret(state, application, presented.secret);
}

function checkSecret(state: SandboxState, application: SeedApplication, presented: string): void {
  const about = { clientId: application.clientId };
  const secret = application.secrets?.find((one) => sameText(one.value, presented));
  if (secret === undefined) throw new AadstsError(7000215, about);
  if (new Date(secret.expires) <= state.clock.now()) throw new AadstsError(7000222, about);
}

function sameText(one: string, other: string): boolean {
  const left = Buffer.from(one);
  const right = Buffer.from(other);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Both halves are form-encoded before they are joined (RFC 6749 section 2.3.1). */
function decodeBasic(encoded: string): readonly [string?, string?] {
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 0) return [];
  try {
    const decode = (part: string): string => decodeURIComponent(part.replaceAll('+', ' '));
    return [decode(text.slice(0, colon)), decode(text.slice(colon + 1))];
  } catch {
    throw new AadstsError(9002313);
  }
}
