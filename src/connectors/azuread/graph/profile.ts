/** The attributes of the person who signs in, from Graph. */
import type { JsonObject, JsonValue } from '../../connector.js';
import { invalidResponse } from '../../oidc/index.js';
import { hasControlCharacters } from '../../option-values.js';
import { consumerTenantId } from '../tenant.js';
import { type KeptAttributes, namesOf } from './attributes.js';
import type { GraphClient } from './graph-client.js';

/** Largest JSON text of one attribute that is kept. */
const ATTRIBUTE_LIMIT = 4_000;

/**
 * Only what was asked for, and of that what has a value.
 * @param claims of the verified ID token: whose attributes they must be.
 * @throws {ConnectorError} with the step `graph`.
 */
export async function readAttributes(
  graph: GraphClient,
  kept: KeptAttributes,
  claims: JsonObject,
): Promise<JsonObject> {
  const names = namesOf(kept);
  const user = await graph.get(`/v1.0/me?$select=${['id', ...names].join(',')}`);
  // The access token came beside the ID token, which does not say that it is the same person's.
  if (typeof user.id !== 'string' || user.id.toLowerCase() !== idInGraph(claims)) {
    throw invalidResponse('graph', 'Microsoft Graph speaks of another person than the ID token (id).');
  }
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = user[name];
      return isWorthKeeping(value) ? [[name, value] as const] : [];
    }),
  );
}

/** Personal accounts have the last 16 digits of their object id there. */
function idInGraph({ oid, tid }: JsonObject): string {
  const id = String(oid).toLowerCase();
  return tid === consumerTenantId ? id.replaceAll('-', '').slice(16) : id;
}

function isWorthKeeping(value: JsonValue | undefined): value is JsonValue {
  if (value === undefined || value === null || value === '' || hasControlCharacters(value)) return false;
  if (Array.isArray(value) && value.length === 0) return false;
  return JSON.stringify(value).length <= ATTRIBUTE_LIMIT;
}
