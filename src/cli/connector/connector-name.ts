/** What a new connector may be called. */

/** First a letter: the name is also that of a class. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MAX_LENGTH = 50;

/**
 * The one name among the arguments.
 * @param taken strategies and aliases of the connectors that a hub has anyway.
 * @throws {Error} that says what a name is.
 */
export function connectorName(args: readonly string[], taken: readonly string[]): string {
  const [name, ...rest] = args;
  if (name === undefined || rest.length > 0 || !NAME.test(name) || name.length > MAX_LENGTH) {
    throw new Error(
      '"portico connector new" takes one name of lower case letters, digits and dashes, for example: acme',
    );
  }
  if (taken.includes(name)) {
    throw new Error(`Every hub has a connector "${name}" already. Choose another name, for example: my-${name}`);
  }
  return name;
}
