/** What a connection does, from its options, then its preset, then what suits any OpenID Provider. Pure. */
import type { OidcOptions } from './oidc.options.js';
import type { AssertionAudience, Preset } from './presets/preset.js';
import { presetOf } from './presets/presets.js';

export interface Settings {
  readonly preset: Preset | undefined;
  readonly scopes: readonly string[];
  readonly fetchUserInfo: boolean;
  readonly requireAuthTime: boolean;
  readonly assertionAudience: AssertionAudience;
}

const usualScopes: readonly string[] = ['openid', 'profile', 'email'];

export function settingsOf(options: OidcOptions): Settings {
  const preset = presetOf(options);
  const { scopes, fetchUserInfo, requireAuthTime, assertionAudience } = preset?.defaults ?? {};
  return {
    preset,
    scopes: options.scopes ?? scopes ?? usualScopes,
    fetchUserInfo: options.fetch_userinfo ?? fetchUserInfo ?? false,
    requireAuthTime: options.require_auth_time ?? requireAuthTime ?? true,
    assertionAudience: options.client_assertion_audience ?? assertionAudience ?? 'issuer',
  };
}
