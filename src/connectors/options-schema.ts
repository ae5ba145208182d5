/** The JSON Schema of a connector's options, from the decorators of its options class; and the guide's table made of it. */
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { ConnectorDefinition, JsonObject, JsonValue } from './connector.js';

/** Every option has a title; secrets are marked `writeOnly`; defaults come from the class; unknown members are not allowed. */
export function optionsSchema(definition: ConnectorDefinition): JsonObject {
  // Through JSON, so that nobody can change the library's metadata through what we hand out.
  const schema = JSON.parse(JSON.stringify(targetConstructorToSchema(definition.options))) as {
    readonly title?: string;
    readonly properties?: Readonly<Record<string, JsonObject>>;
  };
  const defaults = JSON.parse(JSON.stringify(new definition.options())) as JsonObject;
  const secrets: readonly string[] = definition.secrets;
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]): [string, JsonObject] => [
    name,
    {
      title: titleOf(name),
      ...(Object.hasOwn(defaults, name) ? { default: defaults[name] ?? null } : {}),
      ...property,
      ...(secrets.includes(name) ? { writeOnly: true } : {}),
    },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: definition.displayName,
    ...schema,
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

/** Words that are written in capitals. */
const CAPITALS: ReadonlySet<string> = new Set('api id ip jwks jwt mfa oidc pkce saml upn uri url'.split(' '));

/** A label for people, from the name of an option whose class gives it none: `client_id` is "Client ID". */
export function titleOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_-]+/);
  const text = words.map((word) => (CAPITALS.has(word) ? word.toUpperCase() : word)).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// A connector's options as a Markdown table for its guide, made from the JSON Schema, so that guide and code agree.

interface OptionsTableChoice {
  /** Options that the table leaves out, for example those that have no effect. Default: none. */
  readonly without?: (name: string) => boolean;
}

export function optionsTable(definition: ConnectorDefinition, { without }: OptionsTableChoice = {}): string {
  const schema = optionsSchema(definition);
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonObject>>);
  const required = Array.isArray(schema.required) ? schema.required : [];
  const rows = properties
    .filter(([name]) => without?.(name) !== true)
    .map(([name, property]) => {
      const fallback = required.includes(name) ? '**required**' : printed(property.default);
      return `| \`${name}\` | ${cell(typeOf(property))} | ${cell(fallback)} | ${cell(String(property.description ?? ''))} |`;
    });
  return ['| Option | Values | Default | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/**
 * A guide with the table between its two markers renewed.
 * @throws {TypeError} when the guide has no markers.
 */
export function withOptionsTable(guide: string, table: string): string {
  return withTable(guide, 'options', table);
}

/**
 * The same for another table, between `<!-- {name}: generated … -->` and `<!-- /{name} -->`.
 * @throws {TypeError} when the guide has no such markers.
 */
export function withTable(guide: string, name: string, table: string): string {
  const begin = new RegExp(`<!-- ${name}: generated [^>]*-->`).exec(guide)?.[0];
  const end = `<!-- /${name} -->`;
  const [start, stop] = [begin === undefined ? -1 : guide.indexOf(begin), guide.indexOf(end)];
  if (begin === undefined || stop < start) throw new TypeError(`The guide lacks the markers of "${name}".`);
  return `${guide.slice(0, start)}${begin}\n\n${table}\n\n${guide.slice(stop)}`;
}

function typeOf(property: JsonObject): string {
  if (Array.isArray(property.enum)) return property.enum.map(printed).join(', ');
  const { anyOf, items } = property;
  if (Array.isArray(anyOf)) return anyOf.map((one) => typeOf(one as JsonObject)).join(' or ');
  if (property.type === 'array' && typeof items === 'object' && items !== null && 'type' in items) {
    return `list of ${typeof items.type === 'string' ? items.type : 'value'}s`;
  }
  return typeof property.type === 'string' ? property.type : 'any';
}

function printed(value: JsonValue | undefined): string {
  return value === undefined ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** A bar would end the cell, a line break the row. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
