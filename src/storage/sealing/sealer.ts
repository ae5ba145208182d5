import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Where a sealed value is kept. Authenticated with it, so that a ciphertext moved to another place does not open. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly id: string;
}

/** A sealed value does not open: another key, another place, or tampered with. Never says which. */
export class UnsealError extends Error {
  constructor(place: SealedPlace) {
    super(
      `The sealed value in ${place.table}.${place.column} of "${place.id}" does not open with the configured keys.`,
    );
    this.name = 'UnsealError';
  }
}

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals secrets at rest: AES-256-GCM (NIST SP 800-38D), a fresh nonce for each value, the key's id beside it, and
 * table, column and record as associated data. The first key writes, all of them read.
 */
export class Sealer {
  private readonly keys: ReadonlyMap<string, KeyObject>;
  private readonly writing: { readonly id: string; readonly key: KeyObject };

  constructor(keys: readonly Buffer[]) {
    const [first] = keys;
    if (first === undefined) throw new TypeError('Sealer needs at least one key.');
    for (const key of keys) if (key.length !== 32) throw new TypeError('A sealing key is 32 bytes long.');
    this.keys = new Map(keys.map((key) => [keyId(key), createSecretKey(key)]));
    this.writing = { id: keyId(first), key: createSecretKey(first) };
  }

  seal(plain: string, place: SealedPlace): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.writing.key, nonce);
    cipher.setAAD(associatedData(place));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [VERSION, this.writing.id, nonce.toString('base64url'), body.toString('base64url')].join('.');
  }

  /** What every value begins with that is sealed with the key that writes now. */
  get writingPrefix(): string {
    return `${SEALED_PREFIX}${this.writing.id}.`;
  }

  /** @throws {UnsealError} when the value does not open here. */
  open(sealed: string, place: SealedPlace): string {
    const [version, id, nonce, body] = sealed.split('.');
    const key = this.keys.get(id ?? '');
    if (version !== VERSION || key === undefined || nonce === undefined || body === undefined)
      throw new UnsealError(place);
    try {
      const bytes = Buffer.from(body, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(associatedData(place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch {
      throw new UnsealError(place);
    }
  }
}

/** What every sealed value begins with: tells it from plain text in a column that holds both. */
export const SEALED_PREFIX = `${VERSION}.`;

function keyId(key: Buffer): string {
  return createHash('sha256').update('portico key id').update(key).digest('base64url').slice(0, 12);
}

function associatedData(place: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, place.table, place.column, place.id]));
}
