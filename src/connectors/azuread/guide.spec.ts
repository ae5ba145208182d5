import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { optionsTable, withOptionsTable, withTable } from '../options-schema.js';
import { aadstsRules } from './aadsts-rules.js';
import { azureAd } from './azuread.definition.js';
import { graphPermissions } from './graph-permissions.js';
import { keptOptionNames } from './options/kept-options.js';

const path = azureAd.guide ?? new URL('./README.md', import.meta.url);
const guide = readFileSync(path, 'utf8');

describe('the administrator’s guide', () => {
  // covers AUTH0-16
  it('the administrator’s guide lists options and permissions as the code has them (`npm run docs:options` renews it)', () => {
    const options = optionsTable(azureAd, { without: (name) => keptOptionNames.has(name) });
    const renewed = withTable(withOptionsTable(guide, options), 'permissions', permissionsTable());
    if (process.env.UPDATE_DOCS === '1') writeFileSync(path, renewed);
    else expect(unpadded(guide)).toBe(unpadded(renewed));
  });

  // covers AUTH0-01, LOGTO-01
  it('the administrator’s guide has the callback URL where the hub fills it in', () => {
    expect(guide).toContain('{{callback_url}}');
  });

  // covers MISTAKE-06, MISTAKE-07, MISTAKE-10
  it('the administrator’s guide explains only codes that the table knows', () => {
    const codes = [...guide.matchAll(/^\| AADSTS([\d, ]+) \|/gm)].flatMap(
      (row) => row[1]?.split(', ').map(Number) ?? [],
    );
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !aadstsRules.has(code))).toEqual([]);
  });
});

/** What each option needs of Microsoft Graph, as a Markdown table. */
function permissionsTable(): string {
  const rows = graphPermissions.map(({ option, permission, kind, needsAdministrator, why }) => {
    const name = permission === undefined ? '–' : `\`${permission}\``;
    return `| ${option} | ${name} | ${kind === 'none' ? '–' : kind} | ${needsAdministrator ? 'yes' : 'no'} | ${why} |`;
  });
  return [
    '| You set | Microsoft Graph permission | Kind | Admin consent | Why |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** The formatter pads a table's cells; that is no difference. */
function unpadded(table: string): string {
  return table.replace(/-{3,}/g, '---').replace(/ +/g, ' ');
}
