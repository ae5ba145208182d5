import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { ApplicationDirectory } from '../../applications/index.js';
import { clientMetadataOf } from './client-metadata.js';

const MAX_CLIENT_ID = 256;

/** Applications as the library's clients, read afresh for every request: a disabled one is unknown at once. */
export class ClientAdapter implements Adapter {
  constructor(private readonly applications: ApplicationDirectory) {}

  async find(clientId: string): Promise<AdapterPayload | undefined> {
    if (clientId.length > MAX_CLIENT_ID || clientId.includes('\0')) return undefined;
    const application = await this.applications.findEnabled(clientId);
    return application && clientMetadataOf(application);
  }

  async findByUid(): Promise<undefined> {
    return undefined;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async upsert(): Promise<void> {
    throw new TypeError('Applications are changed over the management API only.');
  }

  async consume(): Promise<void> {
    throw new TypeError('Applications are not consumed.');
  }

  async destroy(): Promise<void> {
    throw new TypeError('Applications are removed over the management API only.');
  }

  async revokeByGrantId(): Promise<void> {
    throw new TypeError('Applications belong to no grant.');
  }
}
