import { type Application, REDIRECT_URI } from '../driver/application.js';

export interface DiscoveryDocument {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint?: string;
}

/** The application of a peer, with its endpoints as its discovery document names them. */
export async function discoverApplication(
  discovery: string,
  client: Pick<Application, 'clientId' | 'clientSecret' | 'named'>,
): Promise<Application> {
  const document = (await (await fetch(discovery)).json()) as DiscoveryDocument;
  return {
    ...client,
    issuer: document.issuer,
    endpoints: {
      authorization: document.authorization_endpoint,
      token: document.token_endpoint,
      userinfo: document.userinfo_endpoint ?? '',
    },
    redirectUri: REDIRECT_URI,
  };
}
