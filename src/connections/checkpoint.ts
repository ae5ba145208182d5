import { InvalidInputError } from '../common/errors.js';
import type { PageRequest } from '../common/page.js';
import { isConnectionName } from './connection-name.js';

/** A checkpoint of a list of connections is the `next` of an answer before, and nothing else. @throws {InvalidInputError} */
export function requireConnectionCheckpoint(request: PageRequest): void {
  if (request.kind !== 'checkpoint' || request.from === undefined || isConnectionName(request.from)) return;
  const message = 'from must be the "next" of the answer before, unchanged.';
  throw new InvalidInputError([{ field: 'from', message }]);
}
