import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { clientAssertion, readSigningKey } from '../client-authentication.js';
import { clientKeyOf, privateKeyProblem, readPrivateKey } from './private-key.js';

const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8'): string =>
  String(key.export({ format: 'pem', type: type as 'pkcs8' }));
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const edwards = generateKeyPairSync('ed25519').privateKey;
const jwk = (key: KeyObject, more: object = {}): string =>
  JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });

describe('a private key', () => {
  it.each([
    ['RSA as PKCS #8', pem(rsa), 'RS256'],
    ['RSA as PKCS #1', pem(rsa, 'pkcs1'), 'RS256'],
    ['RSA as JWK that says PS256', jwk(rsa, { alg: 'PS256' }), 'PS256'],
    ['P-256 as SEC 1', pem(ec, 'sec1'), 'ES256'],
    ['P-384', pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey), 'ES384'],
    ['Ed25519', pem(edwards), 'EdDSA'],
    ['line breaks written as \\n', pem(ec).replaceAll('\n', '\\n'), 'ES256'],
  ])('%s decides its algorithm', (_name, text, algorithm) => {
    const read = readPrivateKey(text);
    expect(privateKeyProblem(read)).toBeUndefined();
    expect(clientKeyOf(String(read), undefined).algorithm).toBe(algorithm);
  });

  it('a private key may be sent as a JWK object, and reads back the same', () => {
    const text = readPrivateKey(JSON.parse(jwk(ec, { kid: 'one' })));
    expect(readPrivateKey(text)).toBe(text);
    expect(clientKeyOf(String(text), undefined).keyId).toBe('one');
    expect(clientKeyOf(String(text), 'another').keyId).toBe('another');
  });

  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
  const encrypted = String(ec.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }));
  it.each([
    ['a certificate', certificate, /is a certificate/],
    ['a public key', String(createPublicKey(ec).export({ format: 'pem', type: 'spki' })), /is a public key/],
    ['an encrypted one', encrypted, /is encrypted with a password/],
    ['a short RSA key', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), /of 1024 bits/],
    ['another curve', pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey), /curve|cannot be read/],
    ['one that agrees on keys', pem(generateKeyPairSync('x25519').privateKey), /curve|cannot be read/],
    ['a JWK for another algorithm', jwk(ec, { alg: 'RS256' }), /says an algorithm/],
    ['a JWK for encryption', jwk(ec, { use: 'enc' }), /for encryption/],
    ['a public JWK', jwk(ec, { d: undefined }), /without its private part/],
    ['broken base64', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', /cannot be read/],
    ['a text', 'secret', /neither a PEM/],
    ['half a JWK', '{"kty":', /no JSON object/],
    ['a number', 1, /must be a private key/],
  ])('a private key is refused with a reason: %s', (_name, value, message) => {
    expect(privateKeyProblem(readPrivateKey(value))).toMatch(message);
  });
});

describe('a client assertion (RFC 7523)', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  const make = async () =>
    clientAssertion({
      key: await readSigningKey(pem(ec), 'key-1'),
      clientId: 'hub',
      audience: 'https://login.acme.com',
      runtime: { now: () => now },
    });

  it('a client assertion (RFC 7523) is from and about the client, for one audience and one minute, and never the same', async () => {
    const [one, other] = [await make(), await make()];
    const key = await importJWK({ ...createPublicKey(ec).export({ format: 'jwk' }) } as never, 'ES256');
    const { payload } = await jwtVerify(one, key, { currentDate: now });
    const iat = now.getTime() / 1000;
    expect(payload).toEqual({
      iss: 'hub',
      sub: 'hub',
      aud: 'https://login.acme.com',
      iat,
      exp: iat + 60,
      jti: expect.stringMatching(/^[\w-]{22}$/),
    });
    expect(decodeProtectedHeader(one)).toEqual({ alg: 'ES256', typ: 'JWT', kid: 'key-1' });
    expect((await jwtVerify(other, key, { currentDate: now })).payload.jti).not.toBe(payload.jti);
  });
});
