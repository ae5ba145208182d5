import type { AnswerDescription } from '../answers.decorator.js';
import { classSchema } from './class-schema.js';
import type { Schema } from './responses.js';

/** The schema of one resource in an answer. Open: a later version may add members, and `fields` takes some away. */
export function resourceSchema({ of }: AnswerDescription): Schema {
  const { additionalProperties: _, ...schema } = classSchema(of) as Record<string, unknown>;
  return schema as Schema;
}

/** The schema of a whole answer, which refers to that of its resource. */
export function answerSchema({ of, as, key = '' }: AnswerDescription): Schema {
  const resource = { $ref: `#/components/schemas/${of.name}` };
  const list = { type: 'array', items: resource } as const;
  if (as === undefined) return resource as Schema;
  if (as === 'array') return list;
  const object: Schema = {
    type: 'object',
    required: [key],
    properties: {
      [key]: list,
      start: { type: 'integer', description: 'By page: index of the first entry.' },
      limit: { type: 'integer', description: 'By page: entries a page.' },
      length: { type: 'integer', description: 'By page: entries in this answer.' },
      total: { type: 'integer', description: 'By page: entries in all.' },
      next: { type: 'string', description: 'By checkpoint: `from` of the next request; left out at the end.' },
    },
  };
  return as === 'object' ? object : { oneOf: [list, object] };
}
