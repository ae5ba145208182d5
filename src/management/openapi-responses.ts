import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  400: 'The input is not acceptable. Every bad field is named.',
  401: 'There is no token, or it does not hold.',
  403: 'The token does not permit this. The missing scope is named.',
  404: 'There is no such resource.',
  409: 'It contradicts what is stored.',
  429: 'Too many requests. Try again after `Retry-After` seconds.',
  503: "The hub's storage does not answer. Try again after `Retry-After` seconds.",
};

/** The one form of every error of the management API. */
export const ERROR_SCHEMA: Schema = {
  type: 'object',
  required: ['statusCode', 'error', 'message', 'errorCode'],
  properties: {
    statusCode: { type: 'integer' },
    error: { type: 'string', description: 'Reason phrase of the status.' },
    message: { type: 'string', description: 'What is wrong, and the remedy.' },
    errorCode: { type: 'string', description: 'Stable, for programs.' },
    errors: {
      type: 'array',
      description: 'One entry for each bad field.',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: {
          field: { type: 'string' },
          message: { type: 'string' },
          given: { type: 'string', description: 'Of a check: what the connection has. Never of a secret.' },
          expected: { type: 'string', description: 'Of a check: what would be right.' },
          remedy: { type: 'string', description: 'Of a check: what to do.' },
        },
      },
    },
    correlationId: { type: 'string', description: "Finds the request in the hub's log." },
  },
};

/** How an operation can fail: 404 where its path names something, 409 where it changes something. */
export function errorResponses(operation: Operation): Operation['responses'] {
  const namesSomething = (operation.parameters ?? []).some((one) => 'in' in one && one.in === 'path');
  const changesSomething = operation.requestBody !== undefined;
  const statuses = Object.keys(DESCRIPTIONS).filter(
    (status) => (status !== '404' || namesSomething) && (status !== '409' || changesSomething),
  );
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return Object.fromEntries(statuses.map((status) => [status, { description: DESCRIPTIONS[status] ?? '', content }]));
}

const SUCCESSES: Readonly<Record<string, string>> = {
  200: 'Done. The answer is what there is now.',
  201: 'Created. The answer is what there is now.',
  204: 'Done. There is no answer.',
};

/** How an operation can succeed: in words where it has none of its own, and with which answer. */
export function successResponses(operation: Operation, schema?: Schema): Operation['responses'] {
  const content = schema && { content: { 'application/json': { schema } } };
  return Object.fromEntries(
    Object.entries(operation.responses).map(([status, response]) => [
      status,
      response !== undefined && 'description' in response && response.description === ''
        ? { ...response, description: SUCCESSES[status] ?? '', ...content }
        : response,
    ]),
  );
}
