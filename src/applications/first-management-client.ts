import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Logger } from '../common/logging/index.js';
import { PorticoConfig, StartupError } from '../config/index.js';
import { MANAGEMENT_SCOPES } from '../management/index.js';
import { ApplicationStore } from './application.store.js';
import { draftApplication } from './application-draft.js';
import { hashSecret, newClientSecret } from './client-secret.js';

const FILE = 'management-client.json';

/**
 * Makes the first management client, once in the life of a hub: from the configuration, or generated and written to
 * `{dataDir}/management-client.json` for the operator alone. It can be changed, rotated and removed like any other;
 * no later start brings it back.
 */
@Injectable()
export class FirstManagementClient implements OnApplicationBootstrap {
  constructor(
    private readonly store: ApplicationStore,
    private readonly config: PorticoConfig,
    private readonly clock: Clock,
    @Inject(Logger) private readonly logger: Logger,
  ) {}

  /** @throws {StartupError} when the file cannot be written; then nothing is stored, and the next start tries again. */
  async onApplicationBootstrap(): Promise<void> {
    const { managementClient: configured, managementAudience: audience } = this.config;
    const clientId = configured?.id ?? newId('app');
    const secret = configured?.secret ?? newClientSecret();
    const draft = draftApplication({ name: 'First management client', appType: 'non_interactive' }, this.clock.now());
    const application = { ...draft, clientId, secretHash: hashSecret(secret) };
    const grant = { id: newId('cgr'), clientId, audience, scope: MANAGEMENT_SCOPES };
    const write = configured === undefined ? () => this.write(clientId, secret) : undefined;
    if (await this.store.insertFirstManagementClient(application, grant, write)) {
      const where = configured === undefined ? `Its secret is in ${this.file}.` : 'Its secret is the configured one.';
      this.logger.info({ clientId }, `The first management client was made. ${where}`);
    } else if (configured !== undefined && (await this.store.find(configured.id)) === undefined) {
      this.logger.warn(
        { clientId },
        'PORTICO_MANAGEMENT_CLIENT_ID names no client. A hub makes its first management client once, and this one has.',
      );
    }
  }

  private get file(): string {
    return join(this.config.dataDir, FILE);
  }

  /** Written aside and moved into place, so that no reader finds half of it, nor an older file's permissions. */
  private async write(clientId: string, secret: string): Promise<void> {
    const aside = `${this.file}.${process.pid}.new`;
    const content = {
      client_id: clientId,
      client_secret: secret,
      audience: this.config.managementAudience,
      token_endpoint: `${this.config.issuer}/oauth/token`,
    };
    try {
      // With DATABASE_URL nobody has made the directory so far.
      await mkdir(this.config.dataDir, { recursive: true, mode: 0o700 });
      await rm(aside, { force: true });
      await writeFile(aside, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
      await chmod(aside, 0o600);
      await rename(aside, this.file);
    } catch (cause) {
      await rm(aside, { force: true }).catch(() => undefined);
      throw new StartupError(
        `The first management client could not be written to ${this.file}. Make the directory writable for the hub, or set PORTICO_MANAGEMENT_CLIENT_ID and PORTICO_MANAGEMENT_CLIENT_SECRET.`,
        { cause },
      );
    }
  }
}
