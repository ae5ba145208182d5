/**
 * Notes about a definition that are kept beside its members. Its mark says which copy of this package made it: a second
 * copy has a `ConnectorError` of its own, so the hub would take each of its refusals for a fault. Its source is the package
 * or file that it was loaded from.
 */
const MARK = Symbol.for('portico.connector');
/** Stands for this copy: no other one can be equal to it. */
const THIS_COPY = Object.freeze({});

/** The same members, marked and frozen. */
export function marked<Definition extends object>(definition: Definition): Definition {
  return Object.freeze({ ...definition, [MARK]: THIS_COPY });
}

/** Which copy of this package made it: this one, another one, or none. */
export function originOf(value: object): 'this copy' | 'another copy' | 'nobody' {
  const mark: unknown = Reflect.get(value, MARK);
  if (mark === undefined) return 'nobody';
  return mark === THIS_COPY ? 'this copy' : 'another copy';
}

/** Where connectors from outside came from: a package or a file, as the operator lists it. */
const sources = new WeakMap<object, string>();

export function rememberSource(definition: object, specifier: string): void {
  sources.set(definition, specifier);
}

/** Undefined for a connector that came with the hub or its application. */
export function loadedFrom(definition: object): string | undefined {
  return sources.get(definition);
}
