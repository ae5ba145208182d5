/** What a sign-in learns from Microsoft Graph: the member `graph` (attributes) and the groups of an identity's claims. */
import type { ConnectorRuntime, JsonObject, SignInObserver, UpstreamIdentity } from '../../connector.js';
import { misconfigured, type ProviderMetadata, type TokenResponse } from '../../oidc/index.js';
import type { Address } from '../address.js';
import { said } from '../azuread.messages.js';
import { warn } from '../doubts.js';
import { type GraphOptions, groupLimitOf } from '../options/graph-options.js';
import { consumerTenantId } from '../tenant.js';
import { GraphClient } from './graph-client.js';
import { graphError } from './graph-failure.js';
import { graphOrigin } from './graph-origin.js';
import { readGroups } from './groups.js';
import { callsGraph } from './permissions.js';
import { readAttributes } from './profile.js';

export interface GraphReading {
  readonly options: GraphOptions;
  readonly address: Address;
  readonly metadata: ProviderMetadata;
  /** Used here and kept nowhere. */
  readonly tokens: TokenResponse;
  readonly runtime: ConnectorRuntime;
  readonly signal: AbortSignal;
  /** When the time of the callback is up. */
  readonly deadline: Date;
  readonly observer?: SignInObserver;
}

/** Members that only Graph may fill, and those of an overage, which its groups replace. */
const replaced: readonly string[] = ['groups', 'hasgroups', '_claim_names'];

/**
 * The identity with what the connection's options ask of Graph; unchanged where they ask for nothing.
 * @throws {ConnectorError} with the step `graph` for any failure: a person without the groups they have would be let
 *   in with other rights than theirs.
 */
export async function withGraph(identity: UpstreamIdentity, reading: GraphReading): Promise<UpstreamIdentity> {
  const { options, tokens, address, metadata, runtime, signal, deadline, observer } = reading;
  if (!callsGraph(options)) return identity;
  const { claims } = identity;
  if (options.ext_groups && claims.tid === consumerTenantId) {
    const detail = 'Personal accounts have no groups, and the connection asks for them (ext_groups).';
    throw graphError('identity_rejected', 'person', 'azuread.graph_personal_account', detail);
  }
  const { access_token: accessToken } = tokens;
  if (accessToken === undefined) throw misconfigured('graph', 'The token endpoint gave no access token for Graph.');
  const origin = graphOrigin(address, metadata);
  const graph = new GraphClient({ origin, accessToken, runtime, signal, deadline });
  const [attributes, groups] = await Promise.all([
    options.ext_profile ? readAttributes(graph, options.kept_attributes, claims) : undefined,
    options.ext_groups ? groupsOf(graph, reading) : undefined,
  ]);
  observer?.passed('graph', { attributes: attributes !== undefined, groups: groups !== undefined });
  return {
    ...identity,
    claims: {
      ...(groups === undefined ? claims : without(claims, replaced)),
      ...(groups === undefined ? {} : { groups }),
      ...(attributes === undefined ? {} : { graph: attributes }),
    },
  };
}

async function groupsOf(graph: GraphClient, { options, runtime, observer }: GraphReading) {
  const limit = groupLimitOf(options);
  const { groups, isCut } = await readGroups(graph, {
    format: options.groups_format,
    isNested: options.ext_nested_groups,
    ...(limit === undefined ? {} : { limit }),
  });
  if (isCut) {
    const { name } = runtime.connection;
    runtime.logger.warn({ connection: name, limit }, said('azuread.warning.groups_cut').publicMessage);
    warn(observer, 'graph', 'azuread.warning.groups_cut');
  }
  return groups;
}

function without(claims: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
}
