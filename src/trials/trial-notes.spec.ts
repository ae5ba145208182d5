import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../connectors/index.js';
import { TrialNotes } from './trial-notes.js';

describe('what a connector tells of a trial', () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;

  it.each<[string, unknown]>([
    ['a circle', cyclic],
    ['a big integer', { count: 1n }],
    ['null', null],
    ['a text', 'text'],
    ['a list', ['a']],
    [
      'one that refuses',
      {
        toJSON: () => {
          throw new Error('no');
        },
      },
    ],
    ['one that is nothing as JSON', { toJSON: () => undefined }],
    ['nothing at all', {}],
  ])(
    'what a connector tells of a trial never fails, and leaves out details that are no plain object: %s',
    (_what, detail) => {
      const notes = new TrialNotes([], { secrets: {} });
      notes.passed('token', detail as JsonObject);
      notes.passed('claims', { plain: 'yes' });
      expect(notes.all).toEqual([
        { kind: 'passed', stage: 'token' },
        { kind: 'passed', stage: 'claims', detail: { plain: 'yes' } },
      ]);
    },
  );

  it('what a connector tells of a trial leaves room for what the hub itself notices, however much that is', () => {
    const notes = new TrialNotes([], { secrets: {} });
    for (let told = 0; told < 60; told += 1) {
      notes.passed('photo');
      notes.warned('photo', 'Large.');
    }
    expect(notes.all).toHaveLength(50);
    notes.reached('policy');
    notes.warn('profile', 'no_name');
    expect([notes.has('policy'), notes.all.length, notes.all.at(-1)]).toEqual([
      true,
      52,
      { kind: 'warned', stage: 'profile', code: 'no_name' },
    ]);
  });

  it('what a connector tells of a trial never fails for a warning without words', () => {
    const notes = new TrialNotes([], { secrets: {} });
    notes.warned('token', undefined as unknown as string);
    notes.warned(undefined as unknown as string, 'Of no stage.', 7 as unknown as string);
    notes.warned('token', 'In words.');
    expect(notes.all).toEqual([
      { kind: 'warned', stage: 'token', code: 'connector', message: 'undefined' },
      { kind: 'warned', stage: 'token', code: 'connector', message: 'In words.' },
    ]);
  });
});
