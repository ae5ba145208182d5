/** The connector of a connection that may also look up users of the directory (`api_enable_users`). */
import type { AdminConsent, DirectoryQuery, DirectorySearch, DirectoryUser } from '../abilities.js';
import type { JsonObject } from '../connector.js';
import { invalidResponse, requestClientToken } from '../oidc/index.js';
import { failureAtTokenEndpoint } from './aadsts.js';
import { graphOrigin } from './address.js';
import { AzureAdConnector } from './azuread.connector.js';
import { AzureAdConsent } from './azuread.consent.js';
import type { AzureAdOptions } from './azuread.options.js';
import { GraphClient } from './graph-client.js';

/** Milliseconds that a look-up may take, waits for a throttling Graph included. */
const TIME = 9_500;

/** A directory is searched in one tenant, with a token that only the v2.0 endpoint issues. */
export function canSearchDirectoryOf(options: AzureAdOptions): boolean {
  const isV2 = options.identity_api === 'microsoft-identity-platform-v2.0';
  return options.api_enable_users && !options.useCommonEndpoint && isV2;
}

export class AzureAdDirectoryConnector extends AzureAdConnector implements DirectorySearch {
  async findUsers({ text, limit, signal }: DirectoryQuery): Promise<readonly DirectoryUser[]> {
    const graph = await this.graphOfApplication(signal);
    const { value } = await graph.get(`/v1.0/users?${searchOf(text, limit)}`);
    if (!Array.isArray(value)) throw invalidResponse('graph', 'Microsoft Graph answered /v1.0/users with no list.');
    return value.map((user: unknown) => toUser(user)).slice(0, limit);
  }

  override adminConsent(): AdminConsent {
    const { options, address } = this;
    const graphAnswersApplication = async (signal: AbortSignal): Promise<boolean> => {
      try {
        const graph = await this.graphOfApplication(signal);
        await graph.get('/v1.0/users?$select=id&$top=1');
        return true;
      } catch (error) {
        // Right after a consent that is to be expected: it takes Microsoft seconds to minutes to know it everywhere.
        this.runtime.logger.info({ err: error }, 'Graph does not answer the application: its consent stays unverified');
        return false;
      }
    };
    return new AzureAdConsent({
      options,
      address,
      discover: (signal) => this.discover(undefined, signal),
      graphAnswersApplication,
    });
  }

  private async graphOfApplication(signal: AbortSignal): Promise<GraphClient> {
    const { runtime } = this;
    const deadline = new Date(runtime.now().getTime() + TIME);
    const metadata = await this.discover(undefined, signal);
    const origin = graphOrigin(this.address, metadata);
    const accessToken = await this.tokenOfApplication(metadata.token_endpoint, origin, signal);
    return new GraphClient({ origin, accessToken, runtime, signal, deadline });
  }

  /** Used once and kept nowhere. */
  private async tokenOfApplication(tokenEndpoint: string, origin: string, signal: AbortSignal): Promise<string> {
    const { client_id: clientId, client_secret: clientSecret } = this.options;
    const authentication = 'client_secret_post';
    const scope = `${origin}/.default`;
    const { runtime } = this;
    try {
      const request = { tokenEndpoint, clientId, clientSecret, authentication, scope, runtime, signal } as const;
      const { access_token: token } = await requestClientToken(request);
      if (token !== undefined) return token;
    } catch (cause) {
      throw failureAtTokenEndpoint(cause);
    }
    throw invalidResponse('tokens', 'The token endpoint gave no access token.');
  }
}

/** Plain prefixes: what would need `$search` is eventually consistent, and other clouds lack it. */
function searchOf(text: string, limit: number): string {
  // In OData a quote inside a text is written twice; all else is literal.
  const literal = `'${text.replaceAll("'", "''")}'`;
  const properties = ['displayName', 'givenName', 'surname', 'userPrincipalName', 'mail'];
  const filter = properties.map((property) => `startswith(${property},${literal})`).join(' or ');
  return `$select=id,displayName,userPrincipalName,mail&$top=${limit}&$filter=${encodeURIComponent(filter)}`;
}

function toUser(user: unknown): DirectoryUser {
  const { id, userPrincipalName, displayName, mail } = (
    typeof user === 'object' && user !== null ? user : {}
  ) as JsonObject;
  if (typeof id !== 'string' || id === '')
    throw invalidResponse('graph', 'Microsoft Graph lists a user without an id.');
  return {
    id,
    ...(typeof userPrincipalName === 'string' && { userName: userPrincipalName }),
    ...(typeof displayName === 'string' && { name: displayName }),
    ...(typeof mail === 'string' && { email: mail }),
  };
}
