/**
 * Who redeems a code or a refresh token: the proof must fit the platform of the redirect URI in use. Every check comes
 * before a code is used up, so that a wrong verifier does not burn it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Platform, SeedApplication } from '../seed/seed.js';
import { AadstsError } from '../world/aadsts.js';
import type { Segment } from '../world/directory.js';
import type { CodeRecord, Grant, Resource, Version } from '../world/grants.js';
import { checkScopes, findResource, registeredRedirectUri, resourceScopes } from '../world/registrations.js';
import { parameter } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';

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

export interface Redemption {
  readonly grant: Grant;
  readonly resource: Resource;
  readonly scopes: readonly string[];
}

/** The platform decides how the client must authenticate; it is that of the redirect URI in use. */
export function platformOf(state: SandboxState, application: SeedApplication, parameters: URLSearchParams): Platform {
  const code = parameter(parameters, 'code');
  const issued = code === undefined ? undefined : state.grants.code(code);
  if (issued !== undefined) return issued.grant.platform;
  const refresh = parameter(parameters, 'refresh_token');
  const refreshed = refresh === undefined ? undefined : state.grants.refreshToken(refresh);
  if (refreshed !== undefined) return refreshed.grant.platform;
  const uri = parameter(parameters, 'redirect_uri');
  return (uri === undefined ? undefined : registeredRedirectUri(application, uri)?.platform) ?? 'Web';
}

export function redeemCode(
  state: SandboxState,
  version: Version,
  segment: Segment,
  application: SeedApplication,
  parameters: URLSearchParams,
): Redemption {
  const code = parameter(parameters, 'code');
  if (code === undefined) throw new AadstsError(900144, { value: 'code' });
  const redirectUri = parameter(parameters, 'redirect_uri');
  if (redirectUri === undefined) throw new AadstsError(900144, { value: 'redirect_uri' });
  const record = state.grants.code(code);
  if (record === undefined) throw new AadstsError(9002313, {}, { error: 'invalid_grant', suberror: 'bad_token' });
  checkRecord(state, record, version, segment, application);
  if (record.grant.redirectUri !== redirectUri) throw new AadstsError(500112, { redirectUri });
  checkVerifier(record, parameter(parameters, 'code_verifier'));
  const asked = askedAtToken(state, record.grant, parameters);
  record.isRedeemed = true;
  return { grant: record.grant, ...asked };
}

function checkRecord(
  state: SandboxState,
  record: CodeRecord,
  version: Version,
  segment: Segment,
  application: SeedApplication,
): void {
  const { grant } = record;
  if (grant.application.clientId !== application.clientId)
    throw new AadstsError(70000, {}, { suberror: 'client_mismatch' });
  if (grant.version !== version) throw new AadstsError(70000);
  if (grant.segment.name !== segment.name) throw new AadstsError(700005);
  if (record.isRedeemed) throw new AadstsError(54005);
  if (record.expires <= state.clock.now()) throw new AadstsError(70008);
}

function checkVerifier(record: CodeRecord, verifier: string | undefined): void {
  const { challenge } = record;
  if (challenge === undefined) {
    // A verifier without a challenge means that somebody took the challenge off on the way (PKCE downgrade).
    if (verifier !== undefined) throw new AadstsError(50147);
    return;
  }
  if (verifier === undefined || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) throw new AadstsError(50147);
  const made = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  if (made !== challenge.value) throw new AadstsError(501481);
}

/** The token request may narrow the scopes, or name the API that authorize left open. */
export function askedAtToken(
  state: SandboxState,
  grant: Grant,
  parameters: URLSearchParams,
): { readonly scopes: readonly string[]; readonly resource: Resource } {
  const resource = parameter(parameters, 'resource');
  if (grant.version === 1) {
    const wanted = resource === undefined ? grant.resource : findResource(state, resource);
    return { scopes: grant.scopes, resource: wanted };
  }
  if (resource !== undefined) throw new AadstsError(901002);
  const scope = parameter(parameters, 'scope');
  if (scope === undefined) {
    const first = checkScopes(state, grant.application, grant.scopes);
    return { scopes: ofOneResource(state, grant.scopes, first), resource: first };
  }
  const scopes = [...new Set(scope.split(' ').filter(Boolean))];
  const asked = resourceScopes(state, scopes);
  if (new Set(asked.map((one) => one.resource.id)).size > 1) throw new AadstsError(700022);
  const consented = state.directory.consented(grant.application, grant.user);
  const beyond = asked.find(({ name }) => name !== '.default' && !grant.scopes.includes(name) && !consented.has(name));
  const target = checkScopes(state, grant.application, scopes);
  if (beyond !== undefined)
    throw new AadstsError(
      65001,
      { clientId: grant.application.clientId, application: grant.application.displayName },
      { error: 'invalid_grant' },
    );
  return { scopes, resource: target };
}

/** One access token serves one API: scopes of others are left out of the answer. */
function ofOneResource(state: SandboxState, scopes: readonly string[], resource: Resource): readonly string[] {
  return scopes.filter((scope) => {
    const [asked] = resourceScopes(state, [scope]);
    return asked === undefined || asked.resource.id === resource.id;
  });
}
