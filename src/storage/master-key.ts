import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../common/errors.js';
import { DamagedMasterKeyError, MissingMasterKeyError } from './storage-start-errors.js';

const KEY_BYTES = 32;

export interface MasterKeySource {
  /** From `PORTICO_SECRET_KEY`; they win over the file. */
  readonly configured: readonly Buffer[] | undefined;
  /** `{data}/master.key`: one key, base64. */
  readonly file: string;
  /** Whether the database holds anything sealed. */
  readonly hasSealedData: boolean;
}

/**
 * The master keys, the first of which writes.
 * @throws {MissingMasterKeyError} rather than make a new key over existing data, which would lose all of it.
 */
export function masterKeys({ configured, file, hasSealedData }: MasterKeySource): readonly Buffer[] {
  if (configured !== undefined && configured.length > 0) return configured;
  const kept = readKey(file);
  if (kept !== undefined) return [kept];
  if (hasSealedData) throw new MissingMasterKeyError(file);
  const made = randomBytes(KEY_BYTES);
  writeKey(file, made);
  return [made];
}

function readKey(file: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) throw new DamagedMasterKeyError(file);
  // A restored backup may have come back readable for everybody.
  chmodSync(file, 0o600);
  return Buffer.from(text, 'base64');
}

/** On disk, whole, before anything is sealed with it: a key lost in a power cut takes every secret along. */
function writeKey(file: string, key: Buffer): void {
  const draft = `${file}.new`;
  const descriptor = openSync(draft, 'w', 0o600);
  try {
    writeSync(descriptor, `${key.toString('base64')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
  const directory = openSync(dirname(file), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
