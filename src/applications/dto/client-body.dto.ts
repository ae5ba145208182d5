import { ArrayMaxSize, ArrayUnique, Equals, IsArray, IsBoolean, IsIn } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { MayBeLeftOut, ReadOnlyField } from '../../management/index.js';
import {
  APPLICATION_TYPES,
  type ApplicationType,
  TOKEN_ENDPOINT_AUTH_METHODS,
  type TokenEndpointAuthMethod,
} from '../application.js';
import { GRANT_TYPES } from '../application-rules.js';
import { IsTextList } from './text-list.js';

/** What bodies that create and that change a client have in common. */
export class ClientBody {
  @JSONSchema({
    description: '`spa` and `native` are public and have no secret; `regular_web` and `non_interactive` have one.',
  })
  @MayBeLeftOut()
  @IsIn(APPLICATION_TYPES)
  readonly app_type?: ApplicationType;

  @JSONSchema({
    description:
      'Exact redirect URIs: https, http on a loopback address, or a scheme of its own for `native`. No wildcards.',
  })
  @MayBeLeftOut()
  @IsTextList()
  readonly callbacks?: readonly string[];

  @JSONSchema({ description: 'Exact URIs that a sign-out may return to.' })
  @MayBeLeftOut()
  @IsTextList()
  readonly allowed_logout_urls?: readonly string[];

  @JSONSchema({ description: 'Browser origins that may call the token and userinfo endpoints.' })
  @MayBeLeftOut()
  @IsTextList()
  readonly web_origins?: readonly string[];

  @JSONSchema({ description: 'Left out: what suits `app_type`.' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(GRANT_TYPES.length)
  @ArrayUnique({ message: 'grant_types must name each grant type once.' })
  @IsIn(GRANT_TYPES, { each: true, message: `grant_types may hold ${GRANT_TYPES.join(', ')}.` })
  readonly grant_types?: readonly string[];

  @JSONSchema({
    description:
      '`none` for public clients. A confidential one may use `client_secret_post` and `client_secret_basic`, whichever is set.',
  })
  @MayBeLeftOut()
  @IsIn(TOKEN_ENDPOINT_AUTH_METHODS)
  readonly token_endpoint_auth_method?: TokenEndpointAuthMethod;

  @JSONSchema({ description: 'Public clients must always use PKCE; a confidential one where this is true.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly require_pkce?: boolean;

  @JSONSchema({ description: 'Whether it may be used at all. Disabling it ends what was issued to it.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly is_enabled?: boolean;

  @JSONSchema({ description: 'Every client of this hub is a first-party one.' })
  @MayBeLeftOut()
  @Equals(true, { message: 'is_first_party must be true: this hub has no third-party clients.' })
  readonly is_first_party?: true;

  @ReadOnlyField() readonly client_id?: unknown;
  @ReadOnlyField() readonly client_secret?: unknown;
  @ReadOnlyField() readonly created_at?: unknown;
  @ReadOnlyField() readonly updated_at?: unknown;
}
