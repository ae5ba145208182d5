import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../migrate.js';

/** SHA-256 of each migration that has landed: databases were made by it. A line is added here, and never changed. */
const LANDED: Readonly<Record<string, string>> = {
  '0001-initial': '1d38ab44ec753d1a1ef17424015e0ce2b5ae5f691df33eed52837b6bbbfecf18',
  '0002-purpose-of-a-conversation': '43dc907ca4dc84f4cd8eb1a7f9e5806d030702a9e940e3c30d47887e60f19575',
  '0003-one-commit-a-request': 'f2be6259cc01df6386ba5e32ea63a29a4ec06b03a1f40babc3045f0c806f3175',
};

describe('the migrations', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /^\d{4}-[\w-]+\.ts$/.test(file));

  it.each(Object.entries(LANDED))('%s stands byte for byte as it landed', (name, hash) => {
    const text = readFileSync(join(import.meta.dirname, `${name}.ts`));
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
  });

  it('the migrations have a file each, run in the order of their numbers, and are all listed as landed', () => {
    const names = files.map((file) => file.replace('.ts', '')).toSorted();
    expect(MIGRATIONS.map(({ name }) => name)).toEqual(names);
    expect(Object.keys(LANDED)).toEqual(names);
    expect(names.map((name) => Number.parseInt(name, 10))).toEqual(names.map((_, index) => index + 1));
  });

  it('each say which earlier one is enough to go on working beside it', () => {
    for (const [index, { leavesWorking }] of MIGRATIONS.entries()) {
      const earlier = MIGRATIONS.slice(0, index).map(({ name }) => name);
      expect(['nobody', ...earlier]).toContain(leavesWorking);
    }
  });
});
