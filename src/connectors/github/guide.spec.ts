import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { optionsTable, withOptionsTable } from '../options-schema.js';
import { gitHub } from './github.definition.js';

const path = gitHub.guide ?? new URL('./README.md', import.meta.url);
const guide = readFileSync(path, 'utf8');

describe('the administrator’s guide', () => {
  it('the administrator’s guide lists options as the code has them (`npm run docs:options` renews it)', () => {
    const renewed = withOptionsTable(guide, optionsTable(gitHub));
    if (process.env.UPDATE_DOCS === '1') writeFileSync(path, renewed);
    else expect(unpadded(guide)).toBe(unpadded(renewed));
  });

  it('the administrator’s guide has the callback URL where the hub fills it in', () => {
    expect(guide).toContain('{{callback_url}}');
  });
});

/** The formatter pads a table's cells; that is no difference. */
function unpadded(table: string): string {
  return table.replace(/-{3,}/g, '---').replace(/ +/g, ' ');
}
