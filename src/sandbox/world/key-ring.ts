/**
 * Signing keys with their self-signed certificates, as Entra publishes them: `kid` and `x5t` are the SHA-1 of the
 * certificate. Four owners: two keys for work accounts, one for personal accounts, one of another cloud.
 */
import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import { CONSUMERS_TENANT_ID } from '../seed/seed.js';

export type KeyOwner = 'organizations' | 'consumers' | 'foreign-cloud';

export interface SigningKey {
  readonly owner: KeyOwner;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** Certificate in DER, base64. */
  readonly certificate: string;
  readonly modulus: string;
  readonly exponent: string;
}

const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

const COMMON_NAMES: Readonly<Record<KeyOwner, string>> = {
  organizations: 'accounts.accesscontrol.windows.net',
  consumers: 'Live ID STS Signing Public Key',
  'foreign-cloud': 'login.microsoftonline.us',
};

const FIVE_YEARS = 5 * 365 * 24 * 3600 * 1000;

export class KeyRing {
  private constructor(private keys: readonly SigningKey[]) {}

  static async create(now: Date): Promise<KeyRing> {
    const owners: readonly KeyOwner[] = ['organizations', 'organizations', 'consumers', 'foreign-cloud'];
    return new KeyRing(await Promise.all(owners.map((owner) => makeKey(owner, now))));
  }

  /** The key that signs for this owner now: the newest published one. */
  signingKey(owner: KeyOwner): SigningKey {
    const key = this.keys.findLast((one) => one.owner === owner);
    if (key === undefined) throw new Error(`The sandbox has no key of ${owner}`);
    return key;
  }

  get published(): readonly SigningKey[] {
    return this.keys;
  }

  /** Adds a key that signs from now on. `retire` takes all earlier ones of the owner out of the key document. */
  async roll(owner: KeyOwner, now: Date, retire: boolean): Promise<SigningKey> {
    const key = await makeKey(owner, now);
    this.keys = [...this.keys.filter((one) => !(retire && one.owner === owner)), key];
    return key;
  }

  /** A key that is published nowhere. */
  stranger(now: Date): Promise<SigningKey> {
    return makeKey('organizations', now);
  }

  /** The keys of the v2.0 document carry the issuer they may sign for, those of the v1.0 document do not. */
  document(version: 1 | 2, base: string): { keys: Record<string, unknown>[] } {
    return {
      keys: this.keys.map((key) => ({
        kty: 'RSA',
        use: 'sig',
        kid: key.kid,
        x5t: key.kid,
        n: key.modulus,
        e: key.exponent,
        x5c: [key.certificate],
        ...(version === 2 && {
          cloud_instance_name: key.owner === 'foreign-cloud' ? 'microsoftonline.us' : 'microsoftonline.com',
          issuer: `${base}/${key.owner === 'consumers' ? CONSUMERS_TENANT_ID : '{tenantid}'}/v2.0`,
        }),
      })),
    };
  }
}

async function makeKey(owner: KeyOwner, now: Date): Promise<SigningKey> {
  const pair = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${COMMON_NAMES[owner]}`,
      keys: pair,
      signingAlgorithm: ALGORITHM,
      notBefore: new Date(now.getTime() - 24 * 3600 * 1000),
      notAfter: new Date(now.getTime() + FIVE_YEARS),
    },
    webcrypto as unknown as Crypto,
  );
  const der = Buffer.from(certificate.rawData);
  const jwk = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  return {
    owner,
    kid: createHash('sha1').update(der).digest('base64url'),
    privateKey: pair.privateKey,
    certificate: der.toString('base64'),
    modulus: jwk.n ?? '',
    exponent: jwk.e ?? '',
  };
}
