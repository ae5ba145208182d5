import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { coveragePage, coveringTests, guides } from './coverage-page.js';

const path = resolve(import.meta.dirname, '../../docs/coverage.md');
const rows = guides.flatMap((guide) => guide.rows);
const isShown = (id: string): boolean => coveringTests.some(({ ids }) => ids.includes(id));

describe('docs/coverage.md', () => {
  it('docs/coverage.md is as the rows of coverage.yaml and the markers in the tests make it (`npm run docs:coverage` renews it)', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(path, coveragePage());
    else expect(readFileSync(path, 'utf8')).toBe(coveragePage());
  });

  it('docs/coverage.md has rows of which none is empty, each with an id of its own', () => {
    expect(rows.length).toBeGreaterThan(140);
    expect(rows.filter(({ asked, here }) => asked.trim() === '' || here.trim() === '')).toEqual([]);
    expect(rows.filter(({ id }) => !/^[A-Z0-9]+-\d{2,}$/.test(id))).toEqual([]);
    expect(rows.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index)).toEqual([]);
  });

  it('docs/coverage.md says of a requirement that no test shows that it is not here, or not tested', () => {
    expect(rows.filter(({ id, here }) => !isShown(id) && !here.includes('**Not '))).toEqual([]);
  });

  it('docs/coverage.md has a row for each id that a test names', () => {
    expect(coveringTests.length).toBeGreaterThan(150);
    const known = new Set(rows.map(({ id }) => id));
    expect(coveringTests.filter(({ ids }) => !ids.every((id) => known.has(id)))).toEqual([]);
  });

  it('docs/coverage.md has each marker right above a test', () => {
    expect(coveringTests.filter(({ title }) => title === '')).toEqual([]);
  });
});
