import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ConflictError, NotFoundError } from '../common/errors.js';
import type { Page, PageRequest } from '../common/page.js';
import { PorticoConfig } from '../config/index.js';
import { AccessEnded, EventRecorder } from '../events/index.js';
import type { ManagementToken } from '../management/index.js';
import { type Application, type ApplicationType, isPublic } from './application.js';
import { ApplicationStore } from './application.store.js';
import { type ApplicationSettings, changeApplication, draftApplication, laterThan } from './application-draft.js';
import { assertHolds } from './client-grant-administration.js';
import { hashSecret, newClientSecret } from './client-secret.js';

/** An application, with its secret where that has just been made. */
export interface RevealedApplication {
  readonly application: Application;
  /** In the clear, this once. */
  readonly secret?: string;
}

const ATTEMPTS = 3;

/** What the management API does with applications. Records every change; ends access where one takes it away. */
@Injectable()
export class ApplicationAdministration {
  constructor(
    private readonly store: ApplicationStore,
    private readonly accessEnded: AccessEnded,
    private readonly events: EventRecorder,
    private readonly clock: Clock,
    private readonly config: PorticoConfig,
  ) {}

  async create(
    settings: ApplicationSettings & { readonly name: string },
    actor: ManagementToken,
  ): Promise<RevealedApplication> {
    const revealed = withSecretIfNeeded(draftApplication(settings, this.clock.now()));
    await this.store.insert(revealed.application);
    await this.record('Client created.', revealed.application.clientId, actor);
    return revealed;
  }

  /** @throws {NotFoundError} */
  async read(clientId: string): Promise<Application> {
    const application = await this.store.find(clientId);
    if (application === undefined) throw new NotFoundError('There is no client with this client_id.');
    return application;
  }

  list(appTypes: readonly ApplicationType[] | undefined, page: PageRequest): Promise<Page<Application>> {
    return this.store.list(appTypes === undefined ? {} : { appTypes }, page);
  }

  /** Changes an application. Reveals a secret when the change makes one confidential that had none. */
  async change(clientId: string, settings: ApplicationSettings, actor: ManagementToken): Promise<RevealedApplication> {
    const revealed = await this.replace(clientId, async (application) => {
      const next = withSecretIfNeeded(changeApplication(application, settings, this.clock.now()));
      if (next.secret !== undefined) await this.assertMayReveal(clientId, actor);
      return next;
    });
    if (!revealed.application.isEnabled) await this.accessEnded.applicationEnded(clientId);
    // Tools send back what they read: that is no change, and leaves no trace of one.
    if (revealed.isChanged) await this.record('Client changed.', clientId, actor, { fields: wireNames(settings) });
    return revealed;
  }

  /** Replaces the secret: the old one holds no longer. What was issued to the application lives on: disable it to end that. */
  async rotateSecret(clientId: string, actor: ManagementToken): Promise<RevealedApplication> {
    const revealed = await this.replace(clientId, async (application) => {
      if (isPublic(application)) {
        throw new ConflictError(
          'public_client',
          `A client of app_type ${application.appType} has no secret. Set app_type to regular_web if it can keep one.`,
        );
      }
      await this.assertMayReveal(clientId, actor);
      const secret = newClientSecret();
      const updatedAt = laterThan(application.updatedAt, this.clock.now());
      return { application: { ...application, secretHash: hashSecret(secret), updatedAt }, secret };
    });
    await this.record('Client secret rotated.', clientId, actor);
    return revealed;
  }

  async delete(clientId: string, actor: ManagementToken): Promise<void> {
    const deleted = await this.store.delete(clientId);
    // Also when it is gone: a deletion that failed half-way can be repeated.
    await this.accessEnded.applicationEnded(clientId);
    if (deleted) await this.record('Client deleted.', clientId, actor);
  }

  /** Reads, changes and writes an application; starts again when somebody else wrote in between. */
  private async replace(
    clientId: string,
    change: (application: Application) => Promise<RevealedApplication>,
  ): Promise<RevealedApplication & { readonly isChanged: boolean }> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const read = await this.read(clientId);
      const revealed = await change(read);
      const isSame = isDeepStrictEqual({ ...revealed.application, updatedAt: read.updatedAt }, read);
      if (isSame) return { application: read, isChanged: false };
      if (await this.store.update(revealed.application, read)) return { ...revealed, isChanged: true };
    }
    throw new ConflictError('concurrent_change', 'Others are changing this client. Read it again and repeat.');
  }

  private async assertMayReveal(clientId: string, actor: ManagementToken): Promise<void> {
    const grant = await this.store.grantFor(clientId, this.config.managementAudience);
    assertHolds(actor, grant?.scope ?? [], 'be shown the secret of this client');
  }

  private record(
    description: string,
    target: string,
    actor: ManagementToken,
    details: Readonly<Record<string, readonly string[]>> = {},
  ): Promise<void> {
    return this.events.record({
      type: 'sapi',
      description,
      clientId: actor.clientId,
      details: { ...details, target_client_id: target },
    });
  }
}

/** The fields by the names that the caller knows: `appType` is `app_type`. */
function wireNames(settings: ApplicationSettings): readonly string[] {
  return Object.keys(settings).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function withSecretIfNeeded(application: Application): RevealedApplication {
  if (isPublic(application) || application.secretHash !== undefined) return { application };
  const secret = newClientSecret();
  return { application: { ...application, secretHash: hashSecret(secret) }, secret };
}
