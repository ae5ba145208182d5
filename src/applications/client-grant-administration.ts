import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import type { Page, PageRequest } from '../common/page.js';
import { PorticoConfig } from '../config/index.js';
import { EventRecorder } from '../events/index.js';
import { MANAGEMENT_SCOPES, type ManagementToken } from '../management/index.js';

import { ApplicationStore, type ClientGrant, ClientGrantExists } from './application.store.js';

/** What the management API does with client grants. Nobody grants or changes more than they hold. */
@Injectable()
export class ClientGrantAdministration {
  constructor(
    private readonly store: ApplicationStore,
    private readonly events: EventRecorder,
    private readonly config: PorticoConfig,
  ) {}

  async create(asked: Omit<ClientGrant, 'id'>, actor: ManagementToken): Promise<ClientGrant> {
    await this.assertGrantable(asked);
    assertHolds(actor, asked.scope, 'grant these scopes');
    const grant = { ...asked, id: newId('cgr') };
    try {
      await this.store.insertGrant(grant);
    } catch (error) {
      if (!(error instanceof ClientGrantExists)) throw error;
      throw new ConflictError(
        'client_grant_conflict',
        'The client has a grant for this audience. Change that one with PATCH.',
      );
    }
    await this.record('Client grant created.', grant, actor);
    return grant;
  }

  /** @throws {NotFoundError} */
  async read(id: string): Promise<ClientGrant> {
    const grant = await this.store.findGrant(id);
    if (grant === undefined) throw new NotFoundError('There is no client grant with this id.');
    return grant;
  }

  list(
    filter: { readonly clientId?: string; readonly audience?: string },
    page: PageRequest,
  ): Promise<Page<ClientGrant>> {
    return this.store.listGrants(filter, page);
  }

  async change(id: string, scope: readonly string[], actor: ManagementToken): Promise<ClientGrant> {
    const grant = await this.read(id);
    const added = scope.filter((one) => !grant.scope.includes(one));
    assertKnown(added);
    assertHolds(actor, added, 'grant these scopes');
    if (isDeepStrictEqual(scope, grant.scope)) return grant;
    const changed = { ...grant, scope };
    if (!(await this.store.updateGrant(changed))) throw new NotFoundError('There is no client grant with this id.');
    await this.record('Client grant changed.', changed, actor);
    return changed;
  }

  async delete(id: string, actor: ManagementToken): Promise<void> {
    const grant = await this.store.findGrant(id);
    if (grant !== undefined && (await this.store.deleteGrant(id))) {
      await this.record('Client grant deleted.', grant, actor);
    }
  }

  /** @throws {InvalidInputError} that names every field in the way. */
  private async assertGrantable({ clientId, audience, scope }: Omit<ClientGrant, 'id'>): Promise<void> {
    if (audience !== this.config.managementAudience) {
      throw new InvalidInputError([
        { field: 'audience', message: `audience must be ${this.config.managementAudience}, the only API of this hub.` },
      ]);
    }
    assertKnown(scope);
    const application = await this.store.find(clientId);
    if (application === undefined) {
      throw new InvalidInputError([{ field: 'client_id', message: 'client_id names no client of this hub.' }]);
    }
    if (!application.grantTypes.includes('client_credentials')) {
      throw new InvalidInputError([
        {
          field: 'client_id',
          message: 'client_id names a client that cannot use a grant. Add client_credentials to its grant_types first.',
        },
      ]);
    }
  }

  private record(description: string, grant: ClientGrant, actor: ManagementToken): Promise<void> {
    return this.events.record({
      type: 'sapi',
      description,
      clientId: actor.clientId,
      details: { target_client_id: grant.clientId, client_grant_id: grant.id, scope: grant.scope },
    });
  }
}

function assertKnown(scope: readonly string[]): void {
  const known: readonly string[] = MANAGEMENT_SCOPES;
  if (scope.some((one) => !known.includes(one))) {
    throw new InvalidInputError([{ field: 'scope', message: `scope may hold ${known.join(', ')}.` }]);
  }
}

/**
 * Nobody hands out more than they hold: neither by granting scopes, nor by having the secret shown of an application
 * that has more of them.
 * @throws {ForbiddenError} that names what is missing.
 */
export function assertHolds(token: ManagementToken, scopes: readonly string[], deed: string): void {
  const held: ReadonlySet<string> = token.scopes;
  const missing = scopes.filter((scope) => !held.has(scope));
  if (missing.length > 0) {
    throw new ForbiddenError(`To ${deed}, the token itself must have ${missing.join(', ')}.`);
  }
}
