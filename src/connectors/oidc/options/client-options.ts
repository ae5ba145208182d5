/** The options about the registration at the upstream: who the hub is there, and how it proves that. */
import { ValidateIf } from 'class-validator';
import { OneOf, Option, type RawInput, Satisfies } from '../../option.js';
import { textProblem } from '../../option-values.js';
import type { AssertionAudience } from './presets.js';
import { privateKeyProblem, readPrivateKey } from './private-key.js';

export const authenticationMethods = ['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'none'] as const;
export type AuthenticationMethod = (typeof authenticationMethods)[number];

export class ClientOptions {
  @Option({
    description: 'The client ID that the upstream gave this hub.',
    required: true,
    aliases: ['clientId'],
    schema: { type: 'string', maxLength: 255, examples: ['0oa1b2c3d4e5f6g7h8i9'] },
  })
  @Satisfies('isClientId', clientIdProblem)
  readonly client_id!: string;

  @ValidateIf((options: RawInput) => needsSecret(options) || options.client_secret !== undefined)
  @Option({
    description:
      'The client secret. Required unless `private_key` is given or `token_endpoint_auth_method` is `none`. Never returned.',
    required: true,
    aliases: ['clientSecret'],
    schema: { type: 'string', maxLength: 10_000, format: 'password' },
  })
  @Satisfies('isClientSecret', clientSecretProblem)
  readonly client_secret?: string;

  @ValidateIf((options: RawInput) => needsKey(options) || options.private_key !== undefined)
  @Option({
    description:
      'Private key for `private_key_jwt`, as PEM or JWK; the key decides the algorithm. The upstream gets its public ' +
      'part. Never returned.',
    required: true,
    read: readPrivateKey,
    schema: { type: 'string', maxLength: 20_000, format: 'password' },
  })
  @Satisfies('isPrivateKey', privateKeyProblem)
  readonly private_key?: string;

  @Option({
    description: 'What the upstream calls that key (`kid`). Default: the `kid` of a JWK, else none is sent.',
    schema: { type: 'string', maxLength: 255 },
  })
  @Satisfies('isKeyId', (value) => textProblem(value, 255))
  readonly private_key_id?: string;

  @OneOf(authenticationMethods, {
    description:
      'How the hub authenticates at the token endpoint. Default: `private_key_jwt` with a private key, else what the ' +
      'discovery document lists, `client_secret_basic` before `client_secret_post`.',
  })
  readonly token_endpoint_auth_method?: AuthenticationMethod;

  @OneOf(['issuer', 'token_endpoint'], {
    description:
      'To whom `private_key_jwt` addresses its assertion (`aud`). Default: `issuer`, or what the preset demands.',
  })
  readonly client_assertion_audience?: AssertionAudience;
}

function needsSecret({ token_endpoint_auth_method: method, private_key: key }: RawInput): boolean {
  return method === 'client_secret_post' || method === 'client_secret_basic' || (method == null && key == null);
}

function needsKey({ token_endpoint_auth_method: method }: RawInput): boolean {
  return method === 'private_key_jwt';
}

function clientIdProblem(value: unknown): string | undefined {
  if (value === undefined) return 'is missing: the upstream shows it where this hub is registered';
  return textProblem(value, 255) ?? (/^[\x20-\x7e]+$/.test(String(value)) ? undefined : 'has characters beyond ASCII');
}

function clientSecretProblem(value: unknown): string | undefined {
  if (value !== undefined) return textProblem(value, 10_000);
  return 'is missing: give it or a private_key, or set token_endpoint_auth_method to none for a public client';
}
