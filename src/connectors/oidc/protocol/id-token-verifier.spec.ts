import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../connector.js';
import { ConnectorError } from '../../connector-error.js';
import { testRuntime } from '../../testing/test-runtime.js';
import { FORGERIES, type Forgery, signDraft, signingKey } from '../../testing/upstream/forgeries.js';
import { misconfigured } from './errors.js';
import type { ExpectedIdToken } from './id-token-verifier.js';
import { verifyIdToken } from './id-token-verifier.js';
import { KeySource } from './keys.js';

const ISSUER = 'https://upstream.example';
const NOW = Date.parse('2026-11-21T10:00:00Z') / 1_000;
const GOOD = { iss: ISSUER, aud: 'hub', sub: 'person-1', nonce: 'n-1', iat: NOW, exp: NOW + 3_600 };

interface Attempt {
  /** Claims beside the good ones; an undefined one is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly expected?: Partial<ExpectedIdToken>;
  readonly forgery?: Forgery;
}

async function verify({ claims, header, expected, forgery }: Attempt = {}): Promise<JsonObject> {
  const key = await signingKey('published');
  const draft = {
    header: { alg: 'RS256', kid: key.kid, ...header },
    claims: { ...GOOD, ...claims },
    subjectClaim: 'sub',
    now: NOW,
  };
  const runtime = testRuntime({ fetch: async () => Response.json({ keys: [key.publicJwk] }) });
  return verifyIdToken(await signDraft(draft, key, forgery), {
    keys: new KeySource({ runtime }),
    jwksUri: `${ISSUER}/keys`,
    algorithms: ['RS256'],
    clientId: 'hub',
    issuer: () => ISSUER,
    nonce: 'n-1',
    runtime,
    ...expected,
  });
}

/** `accepted`, or the step at which it was refused. */
async function outcome(attempt: Attempt): Promise<string> {
  try {
    await verify(attempt);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return error.code === 'invalid_response' ? error.step : error.code;
  }
}

const hashOf = (value: string) => createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url');

describe('an ID token that agrees with everything expected', () => {
  it('an ID token that agrees with everything expected is accepted, and its claims are handed on', async () => {
    expect(await verify({ claims: { name: 'Ada' } })).toEqual({ ...GOOD, name: 'Ada' });
  });
});

describe('a forged ID token', () => {
  it.each(FORGERIES)('a forged ID token is refused: %s', async (forgery) => {
    const attempt = { forgery, claims: { nbf: NOW }, expected: { accessToken: 'at', code: 'c' } };
    expect(['signature', 'claims']).toContain(await outcome(attempt));
    expect(await outcome({ claims: { nbf: NOW }, expected: { accessToken: 'at', code: 'c' } })).toBe('accepted');
  });

  it('a forged ID token is refused for its signature before any claim decides', async () => {
    let asked = false;
    const issuer = (): string => {
      asked = true;
      return ISSUER;
    };
    expect(await outcome({ forgery: 'wrong_key', claims: { exp: 0 }, expected: { issuer } })).toBe('signature');
    expect(asked).toBe(false);
  });

  it('a forged ID token is refused in an error that holds nothing of the token', async () => {
    const error = await verify({ claims: { sub: 'x'.repeat(300), email: 'canary@example.org' } }).catch((one) => one);
    expect(`${error.message} ${error.publicMessage} ${error.cause}`).not.toContain('canary');
    expect(error).toMatchObject({ code: 'invalid_response', step: 'claims', actor: 'operator' });
    expect(error.publicMessage).toMatch(/could not be verified/);
  });
});

describe('each check of the claims, one step to either side', () => {
  const cases: readonly [string, Attempt, Attempt][] = [
    ['exp at the tolerance', { claims: { exp: NOW - 299 } }, { claims: { exp: NOW - 300 } }],
    ['iat in the future', { claims: { iat: NOW + 300 } }, { claims: { iat: NOW + 301 } }],
    ['iat long ago', { claims: { iat: NOW - 3_600 } }, { claims: { iat: NOW - 3_601 } }],
    ['nbf in the future', { claims: { nbf: NOW + 300 } }, { claims: { nbf: NOW + 301 } }],
    ['times that are no numbers', { claims: { nbf: NOW } }, { claims: { nbf: String(NOW) } }],
    ['times that are negative', { claims: { nbf: 0 } }, { claims: { nbf: -1 } }],
    ['times after the year 9999', { claims: { exp: 253_402_300_799 } }, { claims: { exp: 253_402_300_800 } }],
    ['an issuer in another case', {}, { claims: { iss: 'https://Upstream.example' } }],
    ['an issuer with a port', {}, { claims: { iss: 'https://upstream.example:443' } }],
    ['an issuer in an array', {}, { claims: { iss: [ISSUER] } }],
    ['one audience in an array', { claims: { aud: ['hub'] } }, { claims: { aud: ['other'] } }],
    ['several audiences', { claims: { aud: ['hub', 'x'], azp: 'hub' } }, { claims: { aud: ['hub', 'x'] } }],
    [
      'several audiences for another',
      { claims: { aud: ['hub', 'x'], azp: 'hub' } },
      { claims: { aud: ['hub', 'x'], azp: 'x' } },
    ],
    ['an audience that is no text', { claims: { aud: ['hub'] } }, { claims: { aud: ['hub', 5], azp: 'hub' } }],
    ['no audience at all', {}, { claims: { aud: [] } }],
    ['an authorized party', { claims: { azp: 'hub' } }, { claims: { azp: 'other' } }],
    ['an authorized party in an array', { claims: { azp: 'hub' } }, { claims: { azp: ['hub'] } }],
    ['the nonce', {}, { claims: { nonce: 'n-2' } }],
    ['an empty nonce on both sides', {}, { claims: { nonce: '' }, expected: { nonce: '' } }],
    ['the longest subject', { claims: { sub: 's'.repeat(255) } }, { claims: { sub: 's'.repeat(256) } }],
    ['a subject with a space, which is another person', { claims: { sub: ' person-1' } }, { claims: { sub: '' } }],
    ['a subject outside ASCII', { claims: { sub: 'person-e' } }, { claims: { sub: 'person-é' } }],
    ['a subject with a NUL', { claims: { sub: 'person-1' } }, { claims: { sub: 'person-\u00001' } }],
    [
      'c_hash',
      { claims: { c_hash: hashOf('c') }, expected: { code: 'c' } },
      { claims: { c_hash: hashOf('d') }, expected: { code: 'c' } },
    ],
    [
      'at_hash',
      { claims: { at_hash: hashOf('a') }, expected: { accessToken: 'a' } },
      { claims: { at_hash: 5 }, expected: { accessToken: 'a' } },
    ],
    [
      'auth_time with max_age',
      { claims: { auth_time: NOW - 360 }, expected: { maxAge: 60 } },
      { claims: { auth_time: NOW - 361 }, expected: { maxAge: 60 } },
    ],
    [
      'auth_time that is demanded',
      { claims: { auth_time: NOW }, expected: { requireAuthTime: true } },
      { expected: { requireAuthTime: true } },
    ],
    ['auth_time in the future', { claims: { auth_time: NOW + 300 } }, { claims: { auth_time: NOW + 301 } }],
    ['auth_time that is no number', { claims: { auth_time: NOW } }, { claims: { auth_time: 'now' } }],
  ];

  it.each(cases)('%s', async (_, accepted, refused) => {
    expect([await outcome(accepted), await outcome(refused)]).toEqual(['accepted', 'claims']);
  });

  it('auth_time may be later than iat: some upstreams date iat back', async () => {
    expect(await outcome({ claims: { iat: NOW - 300, auth_time: NOW - 5 }, expected: { maxAge: 60 } })).toBe(
      'accepted',
    );
  });

  it('auth_time may be missing with max_age, unless it is demanded', async () => {
    expect(await outcome({ expected: { maxAge: 0 } })).toBe('accepted');
  });

  it('a hash is not demanded', async () => {
    expect(await outcome({ expected: { code: 'c', accessToken: 'a' } })).toBe('accepted');
  });
});

describe('each check of the header, one step to either side', () => {
  const cases: readonly [string, Attempt, Attempt][] = [
    ['the algorithm', { header: { alg: 'RS512' }, expected: { algorithms: ['RS512'] } }, { header: { alg: 'RS512' } }],
    ['the spelling of the algorithm', {}, { expected: { algorithms: ['rs256'] } }],
    ['the type', { header: { typ: 'jwt' } }, { header: { typ: 'logout+jwt' } }],
    ['a type that is no text', { header: { typ: 'JWT' } }, { header: { typ: 5 } }],
    ['b64', {}, { header: { b64: true } }],
    ['a key id that is no text', {}, { header: { kid: ['published'] } }],
    ['a missing key id with one key', { header: { kid: undefined } }, { header: { kid: 'published ' } }],
    ['a key id of any length', {}, { header: { kid: 'k'.repeat(70_000) } }],
    [
      'where else to find keys',
      { header: { jku: 'https://evil.example', x5u: 'https://evil.example' } },
      { header: { kid: 'evil' } },
    ],
  ];

  it.each(cases)('%s', async (_, accepted, refused) => {
    expect([await outcome(accepted), await outcome(refused)]).toEqual(['accepted', 'signature']);
  });

  it('each check of the header, one step to either side never lets a symmetric algorithm or none verify, even where it is listed', async () => {
    const expected = { algorithms: ['RS256', 'HS256', 'none'] };
    expect(await outcome({ forgery: 'signed_with_public_key', expected })).toBe('signature');
    expect(await outcome({ forgery: 'unsigned', expected })).toBe('signature');
  });
});

describe('what a connector adds', () => {
  it('what a connector adds names the issuer from the claims, and may refuse them', async () => {
    const issuer = ({ tid }: JsonObject): string => {
      if (tid === 'ours') return ISSUER;
      throw new ConnectorError('identity_rejected', 'x', { step: 'claims', actor: 'person', publicMessage: 'x' });
    };
    expect(await outcome({ claims: { tid: 'ours' }, expected: { issuer } })).toBe('accepted');
    expect(await outcome({ claims: { tid: 'theirs' }, expected: { issuer } })).toBe('identity_rejected');
  });

  it('judges the key that signed, after the issuer holds', async () => {
    const acceptKey: ExpectedIdToken['acceptKey'] = (jwk, claims) => {
      if (jwk.kid !== 'published' || claims.iss !== ISSUER) throw new Error('called too early');
      throw misconfigured('signature', 'not this key');
    };
    expect(await outcome({ expected: { acceptKey } })).toBe('misconfigured');
    expect(await outcome({ claims: { iss: 'https://elsewhere.example' }, expected: { acceptKey } })).toBe('claims');
  });
});

describe('text that is hardly a token', () => {
  it.each([
    '',
    '.',
    '..',
    'a.b',
    'a.b.c.d',
    '.'.repeat(1_000_000),
    'a'.repeat(1_000_000),
    'bnVsbA.e30.AA',
    'W10.e30.AA',
  ])('text that is hardly a token is refused quickly (%#)', async (text) => {
    const runtime = testRuntime();
    const expected = { keys: new KeySource({ runtime }), jwksUri: ISSUER, algorithms: ['RS256'], clientId: 'hub' };
    const begin = performance.now();
    await expect(verifyIdToken(text, { ...expected, issuer: () => ISSUER, nonce: 'n', runtime })).rejects.toMatchObject(
      { code: 'invalid_response', step: 'signature' },
    );
    expect(performance.now() - begin).toBeLessThan(100);
  });
});
