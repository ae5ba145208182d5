/** A connector's options as a Markdown table, for its guide: from the JSON Schema, so that guide and code agree. Pure. */
import type { ConnectorDefinition, JsonObject, JsonValue } from './connector.js';
import { optionsSchema } from './options-schema.js';

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
