import type { Provider } from 'oidc-provider';
import type { AuthorizationRequest } from '../../login/index.js';
import { browserHashOf } from './browser-binding.js';

type WaitingInteraction = InstanceType<Provider['Interaction']>;

/** What the universal login may know of a request. */
export function requestOf(interaction: WaitingInteraction): AuthorizationRequest {
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
    browserHash: browserHashOf(interaction),
    clientId: text('client_id') ?? '',
    ...(connection !== undefined && { connection }),
    ...(loginHint !== undefined && { loginHint }),
    ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
    prompt: words('prompt'),
    uiLocales: words('ui_locales'),
  };
}
