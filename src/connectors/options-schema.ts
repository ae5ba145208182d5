/** The JSON Schema of a connector's options, from the decorators of its options class. */
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { ConnectorDefinition, JsonObject } from './connector.js';

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
