import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { optionsTable, withOptionsTable } from '../options-schema.js';
import { openIdConnect } from './oidc.definition.js';
import { presets } from './options/presets.js';

const path = openIdConnect.guide ?? new URL('./README.md', import.meta.url);
const guide = readFileSync(path, 'utf8');

describe('the administrator’s guide', () => {
  it('the administrator’s guide lists options as the code has them (`npm run docs:options` renews it)', () => {
    const renewed = withOptionsTable(guide, optionsTable(openIdConnect));
    if (process.env.UPDATE_DOCS === '1') writeFileSync(path, renewed);
    else expect(guide).toBe(renewed);
  });

  it('the administrator’s guide has the callback URL where the hub fills it in', () => {
    expect(guide).toContain('{{callback_url}}');
  });

  it.each(presets.map((preset) => [preset.displayName, preset.name] as const))(
    'the administrator’s guide says how to set up %s',
    (title, name) => {
      const section = guide.split('\n## ').find((text) => text.startsWith(`${title}\n`));
      expect(section).toContain(`"preset": "${name}"`);
    },
  );
});
