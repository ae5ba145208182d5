import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type SealedPlace, Sealer, UnsealError } from './sealer.js';

const place: SealedPlace = { table: 'connections', column: 'secrets_sealed', id: 'con_1' };

describe('Sealer', () => {
  const key = randomBytes(32);
  const sealer = new Sealer([key]);

  it('Sealer opens what it sealed, in the same place', () => {
    expect(sealer.open(sealer.seal('s3cret ü', place), place)).toBe('s3cret ü');
    expect(sealer.open(sealer.seal('', place), place)).toBe('');
  });

  it('Sealer never seals to the same text twice, nor shows the secret', () => {
    const sealed = Array.from({ length: 50 }, () => sealer.seal('s3cret-value', place));
    expect(new Set(sealed.map((value) => value.split('.')[2])).size).toBe(50);
    expect(sealed.join()).not.toContain('s3cret');
  });

  it.each([
    ['another record', { ...place, id: 'con_2' }],
    ['another column', { ...place, column: 'options' }],
    ['another table', { ...place, table: 'signing_keys' }],
  ])('Sealer refuses a value that was moved to %s', (_what, elsewhere) => {
    expect(() => sealer.open(sealer.seal('s3cret', place), elsewhere)).toThrow(UnsealError);
  });

  it('Sealer tells places apart whose parts only join to the same text', () => {
    const sealed = sealer.seal('s3cret', { table: 'a', column: 'b', id: 'c","d' });
    expect(() => sealer.open(sealed, { table: 'a', column: 'b","c', id: 'd' })).toThrow(UnsealError);
  });

  it('Sealer refuses a value with any part changed', () => {
    const parts = sealer.seal('s3cret', place).split('.');
    for (const index of [0, 1, 2, 3]) {
      const changed = parts.map((part, at) =>
        at === index ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part,
      );
      expect(() => sealer.open(changed.join('.'), place)).toThrow(UnsealError);
    }
    expect(sealer.open(parts.join('.'), place)).toBe('s3cret');
  });

  it.each(['', 'plain text', 'v1', 'v1...', `v1.${'x'.repeat(12)}.AAAA.AAAA`])('Sealer refuses %p', (value) => {
    expect(() => sealer.open(value, place)).toThrow(UnsealError);
  });

  it('Sealer refuses a shortened tag', () => {
    const [version, id, nonce, body] = sealer.seal('', place).split('.');
    const short = Buffer.from(body ?? '', 'base64url')
      .subarray(0, 4)
      .toString('base64url');
    expect(() => sealer.open([version, id, nonce, short].join('.'), place)).toThrow(UnsealError);
  });

  it('Sealer writes with the first key and reads with all', () => {
    const old = sealer.seal('s3cret', place);
    const fresh = randomBytes(32);
    const both = new Sealer([fresh, key]);
    expect(both.open(old, place)).toBe('s3cret');
    expect(new Sealer([fresh]).open(both.seal('new', place), place)).toBe('new');
    expect(() => new Sealer([fresh]).open(old, place)).toThrow(UnsealError);
    expect(old.startsWith(both.writingPrefix)).toBe(false);
    expect(both.seal('new', place).startsWith(both.writingPrefix)).toBe(true);
  });

  it('Sealer wants at least one key, of 32 bytes', () => {
    expect(() => new Sealer([])).toThrow(TypeError);
    expect(() => new Sealer([randomBytes(16)])).toThrow(TypeError);
  });

  it('Sealer says in its error where, and nothing of the value', () => {
    expect(() => sealer.open('v1.secret.secret.secret', place)).toThrow(/connections\.secrets_sealed of "con_1"/);
    expect(() => sealer.open('v1.secret.secret.secret', place)).not.toThrow(/secret\.secret/);
  });
});
