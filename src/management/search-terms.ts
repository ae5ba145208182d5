import { InvalidInputError } from '../common/errors.js';

const TERM = /^([a-z_.]+):(?:"([^"\\]{1,320})"|([^\s"\\:*?()[\]{}~^]{1,320}))$/;
const JOINT = / AND (?=[a-z_.]+:)/;

/**
 * The small part of the Lucene syntax that lists take as `q`: `field:"value"`, several joined by ` AND `, each field
 * once. Anything else is an error: a filter that is silently ignored shows the wrong people.
 *
 * @throws {InvalidInputError} that says what is supported.
 */
export function searchTerms<Field extends string>(
  query: string | undefined,
  supported: readonly Field[],
): Partial<Readonly<Record<Field, string>>> {
  const found = new Map<Field, string>();
  for (const part of query === undefined ? [] : query.trim().split(JOINT)) {
    const [, name, quoted, bare] = TERM.exec(part.trim()) ?? [];
    const field = supported.find((one) => one === name);
    const value = quoted ?? bare;
    if (field === undefined || value === undefined || found.has(field)) throw unsupported(supported);
    found.set(field, value);
  }
  return Object.fromEntries(found) as Partial<Record<Field, string>>;
}

function unsupported(supported: readonly string[]): InvalidInputError {
  const forms = supported.map((field) => `${field}:"value"`).join(', ');
  return new InvalidInputError([{ field: 'q', message: `q supports ${forms}, joined by AND, and nothing else.` }]);
}
