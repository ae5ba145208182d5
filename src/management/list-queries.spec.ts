import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../common/errors.js';
import { StrictValidationPipe } from '../common/http/index.js';
import { FieldsPageQuery, PageQuery, pageAnswer, selectFields, toPageRequest } from './index.js';

const pipe = new StrictValidationPipe();
const parse = async (query: object): Promise<PageQuery> =>
  (await pipe.transform(query, { type: 'query', metatype: FieldsPageQuery })) as PageQuery;
const fieldsOf = (query: object) =>
  parse(query).then(
    () => [],
    (error: unknown) => (error instanceof InvalidInputError ? error.fields.map(({ field }) => field) : [String(error)]),
  );

describe('paging parameters', () => {
  it('paging parameters are numbers and booleans in plain spelling', async () => {
    expect(await parse({ page: '0', per_page: '100', include_totals: 'true' })).toMatchObject({
      page: 0,
      per_page: 100,
      include_totals: true,
    });
    expect(await parse({ include_totals: 'false' })).toMatchObject({ include_totals: false });
  });

  it.each([
    ['per_page', '1e1'],
    ['per_page', '0x10'],
    ['per_page', '010'],
    ['per_page', ' 10'],
    ['per_page', '10.0'],
    ['per_page', '+10'],
    ['per_page', '-1'],
    ['per_page', '0'],
    ['per_page', '101'],
    ['per_page', ''],
    ['per_page', ['10', '20']],
    ['page', '-1'],
    ['page', '9007199254740993'],
    ['page', '1e999'],
    ['take', '0'],
    ['take', '101'],
    ['include_totals', '1'],
    ['include_totals', 'TRUE'],
    ['include_totals', ''],
    ['from', ''],
    ['from', 'a'.repeat(201)],
    ['from', ['a', 'b']],
    ['fields', 'a b'],
    ['include_fields', 'yes'],
    ['per-page', '10'],
    ['page[]', '1'],
  ])('paging parameters refuse %s=%p by name', async (field, value) => {
    expect([...new Set(await fieldsOf({ [field]: value }))]).toEqual([field]);
  });

  it.each([
    [{}, { kind: 'offset', page: 0, perPage: 50 }],
    [
      { page: '2', per_page: '10' },
      { kind: 'offset', page: 2, perPage: 10 },
    ],
    [{ take: '10' }, { kind: 'checkpoint', take: 10 }],
    [{ from: 'x' }, { kind: 'checkpoint', take: 50, from: 'x' }],
    [
      { page: '0', per_page: '10', include_totals: 'true', take: '5' },
      { kind: 'checkpoint', take: 5 },
    ],
  ])('%p mean %p', async (query, request) => {
    expect(toPageRequest(await parse(query))).toEqual(request);
  });
});

describe('a page of an answer', () => {
  const page = { items: [1, 2], total: 7 };
  const answer = async (query: object, given: { items: number[]; total?: number; next?: string } = page) => {
    const parsed = await parse(query);
    return pageAnswer('things', parsed, toPageRequest(parsed), given, (item) => ({ item }));
  };
  const items = [{ item: 1 }, { item: 2 }];

  it('a page of an answer is a bare array unless totals or a checkpoint were asked for', async () => {
    expect(await answer({})).toEqual(items);
    expect(await answer({ include_totals: 'false' })).toEqual(items);
  });

  it('a page of an answer is an object with the total when totals were asked for, also beyond the end', async () => {
    expect(await answer({ include_totals: 'true', page: '1', per_page: '2' })).toEqual({
      things: items,
      start: 2,
      limit: 2,
      length: 2,
      total: 7,
    });
    const beyond = await answer({ include_totals: 'true', page: '9' }, { items: [], total: 7 });
    expect(beyond).toMatchObject({ things: [], total: 7 });
  });

  it('a page of an answer is an object with the next checkpoint while there is one', async () => {
    expect(await answer({ take: '2', include_totals: 'true' }, { items: [1, 2], next: 'n' })).toEqual({
      things: items,
      next: 'n',
    });
    expect(await answer({ from: 'n' }, { items: [1, 2] })).toEqual({ things: items });
  });
});

describe('field selection', () => {
  const thing = { id: 1, name: 'a', options: {} };

  it('field selection gives the named members, or all others', () => {
    expect(selectFields(thing, {})).toEqual(thing);
    expect(selectFields(thing, { fields: 'id,name' })).toEqual({ id: 1, name: 'a' });
    expect(selectFields(thing, { fields: 'id,name', include_fields: true })).toEqual({ id: 1, name: 'a' });
    expect(selectFields(thing, { fields: 'id,name', include_fields: false })).toEqual({ options: {} });
  });

  it('field selection ignores a name that nothing goes by', () => {
    expect(selectFields(thing, { fields: 'id,realms' })).toEqual({ id: 1 });
  });
});
