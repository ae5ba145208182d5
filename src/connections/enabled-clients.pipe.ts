import { Injectable, type PipeTransform } from '@nestjs/common';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { type FieldProblem, InvalidInputError } from '../common/errors.js';
import { StrictValidationPipe } from '../common/http/validation.js';
import { EnabledClientDto } from './dto/enabled-client.dto.js';

const MAX_ENTRIES = 50;

/** The same for the API's documentation, from the class that validates an entry. */
export const ENABLED_CLIENTS_SCHEMA = {
  type: 'array',
  maxItems: MAX_ENTRIES,
  items: { ...targetConstructorToSchema(EnabledClientDto), additionalProperties: false },
} as Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** Validates a body that is an array: no class describes one, so that Nest's pipe would let anything pass. */
@Injectable()
export class EnabledClientsPipe implements PipeTransform<unknown, Promise<readonly EnabledClientDto[]>> {
  private readonly strict = new StrictValidationPipe();

  async transform(body: unknown): Promise<readonly EnabledClientDto[]> {
    if (!Array.isArray(body) || body.length > MAX_ENTRIES) {
      const message = `The body must be an array of at most ${MAX_ENTRIES} entries {"client_id": "…", "status": true}.`;
      throw new InvalidInputError([{ field: '', message }]);
    }
    const read = await Promise.all(body.map((entry: unknown, index) => this.entry(entry, index)));
    const problems = [...read.flatMap((one) => one.problems), ...repeated(body)];
    if (problems.length > 0) throw new InvalidInputError(problems);
    return read.flatMap((one) => one.entry ?? []);
  }

  private async entry(
    value: unknown,
    index: number,
  ): Promise<{ readonly entry?: EnabledClientDto; readonly problems: readonly FieldProblem[] }> {
    try {
      const entry = await this.strict.transform(value, { type: 'body', metatype: EnabledClientDto });
      return { entry: entry as EnabledClientDto, problems: [] };
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return {
        problems: error.fields.map(({ field, message }) => ({
          field: field === '' ? `${index}` : `${index}.${field}`,
          message: `Entry ${index}: ${message}`,
        })),
      };
    }
  }
}

function repeated(entries: readonly unknown[]): readonly FieldProblem[] {
  const seen = new Set<unknown>();
  return entries.flatMap((entry, index) => {
    const clientId: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'client_id') : undefined;
    if (typeof clientId !== 'string' || !seen.has(clientId)) {
      seen.add(clientId);
      return [];
    }
    return [{ field: `${index}.client_id`, message: `Entry ${index}: the client id was already given: give it once.` }];
  });
}
