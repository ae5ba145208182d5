import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import {
  type AuthorizationRequest,
  AuthorizationRequests,
  LoginEntrance,
  type LoginOutcome,
} from '../../login/index.js';
import type { Onward } from '../../pages/index.js';
import { isTied } from '../interaction/browser-binding.js';
import { requestOf } from '../interaction/waiting-request.js';
import { epochSeconds } from '../protocol/lifetimes.js';
import { CurrentProvider } from '../provider/current-provider.js';

type Interaction = InstanceType<Provider['Interaction']>;

/** Shows the universal login the authorization requests that wait for a person, and lets them go on. */
@Injectable()
export class ProviderAuthorizationRequests extends AuthorizationRequests {
  constructor(
    private readonly provider: CurrentProvider,
    private readonly entrance: LoginEntrance,
  ) {
    super();
  }

  override async find(uid: string, request: IncomingMessage): Promise<AuthorizationRequest | undefined> {
    const interaction = await this.waiting(uid, request);
    if (interaction === undefined || !(await this.isOfItsSession(interaction))) return undefined;
    return requestOf(interaction);
  }

  override foresee(uid: string): void {
    // Whoever needs it is told how it failed.
    this.provider
      .get()
      .Interaction.find(uid)
      .catch(() => undefined);
  }

  override async finish(uid: string, outcome: LoginOutcome, request: IncomingMessage): Promise<Onward | undefined> {
    const interaction = await this.waiting(uid, request);
    if (interaction === undefined || interaction.result !== undefined) return undefined;
    interaction.result =
      outcome.kind === 'refused'
        ? { error: outcome.error, error_description: outcome.description }
        : { login: loginOf(outcome), select_account: {} };
    await interaction.persist();
    return await this.provider.resume(uid, request);
  }

  override async wasRedeemed(redirect: URL): Promise<boolean> {
    const code = redirect.searchParams.get('code');
    if (code === null) return false;
    const found = await this.provider.get().AuthorizationCode.find(code);
    return found?.isValid !== true;
  }

  private async waiting(uid: string, request: IncomingMessage): Promise<Interaction | undefined> {
    const interaction = await this.provider.get().Interaction.find(uid);
    return interaction !== undefined && isTied(this.entrance, interaction, request) ? interaction : undefined;
  }

  /** The session that the request came with must be that of the same person still, or its page would be about another. */
  private async isOfItsSession({ session: begun }: Interaction): Promise<boolean> {
    if (begun?.uid === undefined) return true;
    const session = await this.provider.get().Session.findByUid(begun.uid);
    return session !== undefined && session.accountId === begun.accountId;
  }
}

function loginOf(outcome: Extract<LoginOutcome, { kind: 'signed-in' }>) {
  return {
    accountId: outcome.userId,
    ts: epochSeconds(outcome.authenticatedAt),
    remember: true,
    ...(outcome.acr !== undefined && { acr: outcome.acr }),
    ...(outcome.amr !== undefined && { amr: [...outcome.amr] }),
  };
}
