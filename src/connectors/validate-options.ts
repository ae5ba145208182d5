/** Turns what somebody sent into an instance of the connector's options class, or reports all problems at once. */
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { type FieldProblem, InvalidInputError } from '../common/errors.js';
import type { ConnectorDefinition, JsonObject } from './connector.js';

/**
 * Normalises and validates. What it returned, turned into JSON and sent again, gives the same options.
 * @throws {InvalidInputError} naming every bad or unknown option as `options.…`; never echoes a value.
 */
export function validateOptions<Options extends object>(
  definition: ConnectorDefinition<Options>,
  input: JsonObject,
): Options {
  // Callers in TypeScript cannot send anything else; what they read from a request or a database can be.
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new InvalidInputError([{ field: 'options', message: 'options must be an object.' }]);
  }
  const options = read(definition, input);
  const errors = validateSync(options, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  const problems = [...inherited(definition, input), ...errors.flatMap((error) => problemsOf(definition, error))];
  if (problems.length > 0) throw new InvalidInputError(problems);
  return options;
}

/** As much of a definition as a sentence needs. */
type Named = Pick<ConnectorDefinition, 'strategy' | 'displayName'>;

function read<Options extends object>(definition: ConnectorDefinition<Options>, input: JsonObject): Options {
  try {
    // A copy, so that no reading of the connector's can change what the caller holds.
    return plainToInstance(definition.options, JSON.parse(JSON.stringify(input)) as JsonObject);
  } catch {
    const message = `options could not be read by the connector "${definition.strategy}".`;
    throw new InvalidInputError([{ field: 'options', message }]);
  }
}

/**
 * class-transformer drops, without a word, what an object inherits (`__proto__`, `constructor`, `toString` …); here
 * these are unknown options like any other.
 */
function inherited(definition: ConnectorDefinition, input: JsonObject): FieldProblem[] {
  const { prototype } = definition.options;
  return Object.keys(input)
    .filter((name) => name in prototype)
    .map((name) => unknownOption(definition, name));
}

function problemsOf(definition: Named, error: ValidationError, parent = 'options'): FieldProblem[] {
  const field = `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation' && parent === 'options'
      ? unknownOption(definition, error.property)
      : { field, message: sentence(field, error.property, message) },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => problemsOf(definition, child, field))];
}

function unknownOption(definition: Named, name: string): FieldProblem {
  const field = `options.${name.slice(0, 100)}`;
  return { field, message: `${field} is not an option of ${definition.displayName} (${definition.strategy}).` };
}

/** class-validator begins its sentences with the bare name of the property. */
function sentence(field: string, property: string, message: string): string {
  const named = message.startsWith(`${property} `) ? `${field}${message.slice(property.length)}` : message;
  return /[.!?]$/.test(named) ? named : `${named}.`;
}
