import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { errors, type Provider } from 'oidc-provider';
import { type AuthorizationRequest, AuthorizationRequests, type LoginOutcome } from '../../login/index.js';
import { epochSeconds } from '../protocol/lifetimes.js';
import { CurrentProvider } from '../provider/current-provider.js';

type Interaction = InstanceType<Provider['Interaction']>;

/** Shows the universal login the authorization requests that wait for a person, and ends them. */
@Injectable()
export class ProviderAuthorizationRequests extends AuthorizationRequests {
  constructor(private readonly provider: CurrentProvider) {
    super();
  }

  override async find(request: IncomingMessage, response: ServerResponse): Promise<AuthorizationRequest | undefined> {
    try {
      return requestOf(await this.provider.get().interactionDetails(request, response));
    } catch (error) {
      // No cookie, not signed by us, expired, or the session changed meanwhile.
      if (error instanceof errors.SessionNotFound) return undefined;
      throw error;
    }
  }

  override async finish(uid: string, outcome: LoginOutcome): Promise<string | undefined> {
    const interaction = await this.provider.get().Interaction.find(uid);
    if (interaction === undefined || interaction.result !== undefined) return undefined;
    interaction.result =
      outcome.kind === 'refused'
        ? { error: outcome.error, error_description: outcome.description }
        : { login: loginOf(outcome), select_account: {} };
    await interaction.persist();
    return interaction.returnTo;
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

function requestOf(interaction: Interaction): AuthorizationRequest {
  const text = (name: string): string | undefined => {
    const value = interaction.params[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const words = (name: string): readonly string[] => text(name)?.split(' ').filter(Boolean) ?? [];
  const connection = text('connection');
  const loginHint = text('login_hint');
  const maxAge = interaction.params.max_age;
  return {
    uid: interaction.uid,
    clientId: text('client_id') ?? '',
    ...(connection !== undefined && { connection }),
    ...(loginHint !== undefined && { loginHint }),
    ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
    prompt: words('prompt'),
    uiLocales: words('ui_locales'),
  };
}
