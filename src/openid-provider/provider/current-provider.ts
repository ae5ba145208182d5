import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { ApplicationDirectory } from '../../applications/index.js';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logging/index.js';
import { UnitOfWork } from '../../common/unit-of-work.js';
import { PorticoConfig } from '../../config/index.js';
import { EventRecorder } from '../../events/index.js';
import { LoginEntrance } from '../../login/index.js';
import type { Onward } from '../../pages/index.js';
import { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';
import { cookieKeys, HubSettingStore } from '../keys/hub-setting.store.js';
import { SigningKeyStore } from '../keys/signing-key.store.js';
import { KEY_POLL_MS, makeSigningKey, publishedKeys } from '../keys/signing-keys.js';
import { Accounts } from '../parties/accounts.js';
import { SecretLimits } from '../parties/secret-limits.js';
import { headersOf } from '../protocol/issuer.js';
import { createProvider } from './create-provider.js';
import { resumeInProcess, type Serve } from './hand-over.js';

/**
 * The library's instance that serves now. It fixes its keys when it is made, so a change of the published keys makes a
 * new one; requests under way finish on the old one, and everything that outlives a request is in storage.
 */
@Injectable()
export class CurrentProvider implements OnModuleInit, OnModuleDestroy {
  private provider: Provider | undefined;
  private handle: Serve | undefined;
  private keyIds = '';
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isBlind = false;

  constructor(
    private readonly config: PorticoConfig,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly events: EventRecorder,
    private readonly applications: ApplicationDirectory,
    private readonly accounts: Accounts,
    private readonly artifacts: OidcArtifactStore,
    private readonly keys: SigningKeyStore,
    private readonly settings: HubSettingStore,
    private readonly secretLimits: SecretLimits,
    private readonly entrance: LoginEntrance,
    private readonly units: UnitOfWork,
  ) {}

  /** Makes the first key at first start, and looks for new keys from then on. */
  async onModuleInit(): Promise<void> {
    const now = this.clock.now();
    if ((await this.keys.list(now)).length === 0) await this.keys.insertFirst(await makeSigningKey(now, now));
    await this.refresh();
    this.timer = setInterval(() => this.look(), KEY_POLL_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Serves a request of one of the library's endpoints. What it writes is one unit of work. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.units.run(() => this.handler()(request, response));
  }

  /** Lets an authorization request go on whose login has ended. @returns what its browser gets. */
  resume(uid: string, request: IncomingMessage): Promise<Onward> {
    return resumeInProcess(this.handler(), uid, request, headersOf(new URL(this.config.issuer)));
  }

  private handler(): Serve {
    if (this.handle === undefined) throw new Error('The OpenID Provider has not started yet.');
    return this.handle;
  }

  /** @throws {Error} before the module has started. */
  get(): Provider {
    if (this.provider === undefined) throw new Error('The OpenID Provider has not started yet.');
    return this.provider;
  }

  /** Takes up a change of the published keys: a rotation, a key that begins to sign, one that has retired. */
  async refresh(): Promise<void> {
    const signingKeys = publishedKeys(await this.keys.list(this.clock.now()), this.clock.now());
    const keyIds = signingKeys.map((key) => key.kid).join(' ');
    if (keyIds === this.keyIds) return;
    const { accounts, applications, artifacts, clock, config, entrance, events, logger, secretLimits, units } = this;
    const parts = { config, clock, logger, events, applications, accounts, artifacts, secretLimits, entrance, units };
    this.provider = createProvider({ ...parts, cookieKeys: await cookieKeys(this.settings), signingKeys });
    this.handle = this.provider.callback();
    this.keyIds = keyIds;
    this.logger.info({ signing: signingKeys[0]?.kid, published: signingKeys.length }, 'Signing keys in use.');
  }

  /** One look at a time: a storage that does not answer must not collect them. */
  private look(): void {
    this.looking ??= this.attemptRefresh().finally(() => {
      this.looking = undefined;
    });
  }

  /** A failure is logged when it begins, not at every look. */
  private async attemptRefresh(): Promise<void> {
    try {
      await this.refresh();
      if (this.isBlind) this.logger.info({}, 'Signing keys can be read again.');
      this.isBlind = false;
    } catch (error) {
      if (!this.isBlind) {
        this.logger.warn({ err: error }, 'Signing keys could not be read. The ones in use stay; the hub keeps trying.');
      }
      this.isBlind = true;
    }
  }
}
