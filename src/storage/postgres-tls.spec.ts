import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { sql } from 'kysely';
import { postgresDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { tlsPostgres } from '../../test/support/tls-postgres.js';
import { StorageUnavailableError } from '../common/errors.js';
import { openPostgres } from './postgres.js';

/** A certificate for `localhost` that is its own authority. */
async function makeIdentity() {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=localhost',
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true),
        new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]),
      ],
    },
    crypto,
  );
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { cert: made.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` };
}

describe('TLS to PostgreSQL, by the parameters of the URL', () => {
  const temporary = temporaryDirectory();
  const ca = join(temporary.path, 'ca.pem');
  let server: TestDatabase;
  let guarded: Awaited<ReturnType<typeof tlsPostgres>>;
  beforeAll(async () => {
    const identity = await makeIdentity();
    writeFileSync(ca, identity.cert);
    server = await postgresDatabase();
    guarded = await tlsPostgres(Number(new URL(server.url).port), identity);
  });
  afterAll(async () => {
    await guarded?.close();
    await server?.drop();
    temporary.remove();
  });

  const query = async (host: string, parameters: string) => {
    const url = new URL(server.url);
    url.host = `${host}:${guarded.port}`;
    url.search = parameters;
    const engine = openPostgres(url.href);
    try {
      return (await sql`select 1 as one`.execute(engine.database)).rows;
    } finally {
      await engine.close();
    }
  };

  it('TLS to PostgreSQL, by the parameters of the URL speaks to a server whose certificate and name hold', async () => {
    expect(await query('localhost', `sslmode=verify-full&sslrootcert=${ca}`)).toEqual([{ one: 1 }]);
  });

  it.each([
    ['of another authority', 'localhost', 'sslmode=verify-full'],
    ['of another authority, though only `require` was asked', 'localhost', 'sslmode=require'],
    ['of another name', '127.0.0.1', 'sslmode=verify-full&sslrootcert=CA'],
  ])('TLS to PostgreSQL, by the parameters of the URL refuses a certificate %s', async (_what, host, parameters) => {
    await expect(query(host, parameters.replace('CA', ca))).rejects.toThrow(StorageUnavailableError);
  });

  it('TLS to PostgreSQL, by the parameters of the URL never speaks plainly to a server that has no TLS', async () => {
    const url = new URL(server.url);
    url.search = 'sslmode=verify-full';
    const engine = openPostgres(url.href);
    await expect(sql`select 1`.execute(engine.database)).rejects.toThrow(StorageUnavailableError);
    await engine.close();
  });
});
