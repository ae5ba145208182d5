import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { InvalidInputError } from '../errors.js';
import { StrictValidationPipe } from './index.js';

class Inner {
  @IsString()
  name!: string;
}

class Outer {
  @IsOptional()
  @IsInt()
  count?: number;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Inner)
  items?: Inner[];

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;
}

const pipe = new StrictValidationPipe();

async function problemsOf(value: unknown): Promise<readonly { field: string; message: string }[]> {
  try {
    await pipe.transform(value, { type: 'body', metatype: Outer });
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.fields;
    throw error;
  }
}

const fieldsOf = async (value: unknown) => (await problemsOf(value)).map(({ field }) => field);

describe('StrictValidationPipe', () => {
  it('StrictValidationPipe gives an instance of the class for an acceptable body', async () => {
    const value = await pipe.transform({ count: 1, items: [{ name: 'a' }] }, { type: 'body', metatype: Outer });
    expect(value).toBeInstanceOf(Outer);
    expect(value).toEqual({ count: 1, items: [{ name: 'a' }] });
  });

  it('StrictValidationPipe names every bad field at once, by its path, in arrays too', async () => {
    expect(await fieldsOf({ count: '1', extra: 1, items: [{ name: 'a' }, { name: 2, more: 1 }] })).toEqual(
      expect.arrayContaining(['extra', 'count', 'items.1.name', 'items.1.more']),
    );
  });

  it('StrictValidationPipe converts nothing: a number in quotes is text', async () => {
    expect(await fieldsOf({ count: '1' })).toEqual(['count']);
    expect(await fieldsOf({ count: 1 })).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'])(
    'StrictValidationPipe refuses the field %s by name, at any depth',
    async (name) => {
      expect(await fieldsOf(JSON.parse(`{"count":1,"${name}":{"x":1}}`))).toEqual([name]);
      expect(await fieldsOf(JSON.parse(`{"metadata":{"a":{"${name}":1}}}`))).toEqual([`metadata.a.${name}`]);
      expect(await fieldsOf({ metadata: { a: { fine: 1, tostring: 1 } } })).toEqual([]);
    },
  );

  it.each([
    ['NUL', 'a\0b'],
    ['a lone high surrogate', 'a\ud800'],
    ['a lone low surrogate', '\udc00a'],
  ])('StrictValidationPipe refuses %s in any text', async (_what, text) => {
    expect(await fieldsOf({ items: [{ name: text }] })).toEqual(['items.0.name']);
    expect(await fieldsOf({ items: [{ name: 'a\u{1F600}' }] })).toEqual([]);
    await expect(pipe.transform(text, { type: 'param', data: 'id', metatype: String })).rejects.toThrow('"id"');
    await expect(pipe.transform('fine', { type: 'param', data: 'id', metatype: String })).resolves.toBe('fine');
  });

  it.each([[undefined], [null], ['text'], [[{ count: 1 }]], [5]])(
    'StrictValidationPipe refuses a body that is no object: %p',
    async (body) => {
      expect(await problemsOf(body)).toEqual([{ field: '', message: expect.stringContaining('must be an object') }]);
    },
  );

  it('StrictValidationPipe never repeats a value, and answers nonsense with a bounded list', async () => {
    const nonsense = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, 'CANARY']));
    const problems = await problemsOf({ ...nonsense, count: 'CANARY' });
    expect(problems.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(problems)).not.toContain('CANARY');
  });
});
