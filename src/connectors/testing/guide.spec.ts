import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { withTable } from '../options-schema.js';
import { SENTENCES } from './contract/sentences.js';
import { FORGERIES } from './upstream/forgeries.js';
import { OUTAGES } from './upstream/lies.js';

const path = new URL('./README.md', import.meta.url);
const guide = readFileSync(path, 'utf8');

/** The sentences by topic; those that differ in a name only, once with all the names. */
function listed(): string {
  const topics = [...new Set(SENTENCES.map(({ topic }) => topic))];
  const bullets = (topic: string): readonly string[] => {
    const texts = SENTENCES.filter((sentence) => sentence.topic === topic).map(({ text }) => collapsed(text));
    return [...new Set(texts)].map((text) => `- ${text}`);
  };
  return topics.map((topic) => `**${topic}**\n\n${bullets(topic).join('\n')}`).join('\n\n');
}

function collapsed(text: string): string {
  const names = (all: readonly string[]): string => all.map((name) => name.replaceAll('_', ' ')).join(', ');
  if (text.startsWith('refuses an answer with ') && text.endsWith('the same one without')) {
    return `refuses an answer with each of these, and accepts the same one without: ${names(FORGERIES)}`;
  }
  const outage = / is \w+ (from the start|once the person comes back), and recovers$/.exec(text)?.[1];
  if (outage === undefined) return text;
  return `says upstream_unavailable when the upstream is one of these ${outage}, and recovers: ${names(OUTAGES.filter((one) => one !== 'hanging'))}`;
}

describe('the guide to proving a connector', () => {
  it('the guide to proving a connector lists the sentences as the code has them (`npm run docs:options` renews it)', () => {
    const renewed = withTable(guide, 'sentences', listed());
    if (process.env.UPDATE_DOCS === '1') writeFileSync(path, renewed);
    else expect(guide).toBe(renewed);
  });
});
