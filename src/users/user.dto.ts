import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { FieldsPageQuery, FieldsQuery, IsInstant, MayBeLeftOut, ReadOnlyField } from '../management/index.js';
import type { User } from './user.js';

/**
 * Body of `PATCH /api/v2/users/{id}`. Only the block can be changed: names, addresses and groups come from a person's
 * upstream, and are accepted and ignored when they come back.
 */
export class UpdateUserDto {
  @JSONSchema({ description: 'A blocked user is signed out everywhere at once, and cannot sign in.' })
  @MayBeLeftOut()
  @IsBoolean()
  readonly blocked?: boolean;
}

const READ_ONLY = `
  user_id email email_verified name given_name family_name nickname preferred_username picture locale groups identities
  logins_count last_login last_ip created_at updated_at
`;
for (const name of READ_ONLY.trim().split(/\s+/)) ReadOnlyField()(UpdateUserDto.prototype, name);

/** What a search (`q`) can ask for. */
export const USER_SEARCH_FIELDS = ['email', 'user_id', 'identities.connection'] as const;

/** Query of `GET /api/v2/users`. */
export class ListUsersQuery extends FieldsPageQuery {
  @JSONSchema({ description: 'Only users of the connection with this name.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  readonly connection?: string;

  @JSONSchema({ description: 'Only users with this e-mail address, in any case.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(320)
  readonly email?: string;

  @JSONSchema({ description: '`email:"…"`, `user_id:"…"`, `identities.connection:"…"`, or several joined by AND.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  readonly q?: string;

  @JSONSchema({ description: 'The one syntax of `q` that there is.' })
  @IsOptional()
  @IsIn(['v3'])
  readonly search_engine?: string;

  @JSONSchema({ description: '`created_at:-1` (the default) is newest first, `created_at:1` oldest first.' })
  @IsOptional()
  @IsIn(['created_at:-1', 'created_at:1'])
  readonly sort?: string;
}

/** Query of `GET /api/v2/users-by-email`. */
export class UsersByEmailQuery extends FieldsQuery {
  @JSONSchema({ description: 'E-mail address, in any case.' })
  @IsString()
  @MinLength(1)
  @MaxLength(320)
  readonly email!: string;
}

interface IdentityAnswer {
  readonly connection: string;
  readonly connection_id: string;
  readonly provider: string;
  readonly user_id: string;
  readonly issuer: string;
  readonly isSocial: false;
}

const text = { type: 'string' } as const;

/** A user as the management API shows them. */
export class UserAnswer {
  @JSONSchema({ description: 'The same as `sub` in tokens.' })
  @IsString()
  readonly user_id!: string;
  @IsOptional() @IsString() readonly email?: string;
  @IsBoolean() readonly email_verified!: boolean;
  @IsOptional() @IsString() readonly name?: string;
  @IsOptional() @IsString() readonly given_name?: string;
  @IsOptional() @IsString() readonly family_name?: string;
  @IsOptional() @IsString() readonly nickname?: string;
  @IsOptional() @IsString() readonly preferred_username?: string;
  @IsOptional() @IsString() readonly picture?: string;
  @IsOptional() @IsString() readonly locale?: string;
  @JSONSchema({ description: 'Of the last sign-in; left out when unknown.' })
  @IsOptional()
  @IsString({ each: true })
  @IsArray()
  readonly groups?: readonly string[];
  @JSONSchema({
    description: 'Who they are at the upstream of their connection.',
    items: {
      type: 'object',
      properties: {
        connection: text,
        connection_id: text,
        provider: text,
        user_id: text,
        issuer: text,
        isSocial: { type: 'boolean' },
      },
    },
  })
  @IsArray()
  readonly identities!: readonly IdentityAnswer[];
  @IsBoolean() readonly blocked!: boolean;
  @IsInt() readonly logins_count!: number;
  @IsOptional() @IsInstant() readonly last_login?: string;
  @IsOptional() @IsString() readonly last_ip?: string;
  @IsInstant() readonly created_at!: string;
  @IsInstant() readonly updated_at!: string;
}

/**
 * Turns a user into what the management API shows. Of what the upstream said, only the attributes that the operator
 * chose are shown: the claims may hold what nobody asked for.
 */
export function presentUser(user: User) {
  const { profile, identity } = user;
  return {
    user_id: user.id,
    ...(profile.email !== undefined && { email: profile.email }),
    email_verified: profile.email !== undefined && profile.emailVerified,
    ...(profile.name !== undefined && { name: profile.name }),
    ...(profile.givenName !== undefined && { given_name: profile.givenName }),
    ...(profile.familyName !== undefined && { family_name: profile.familyName }),
    ...(profile.nickname !== undefined && { nickname: profile.nickname }),
    ...(profile.preferredUsername !== undefined && { preferred_username: profile.preferredUsername }),
    ...(profile.picture !== undefined && { picture: profile.picture }),
    ...(profile.locale !== undefined && { locale: profile.locale }),
    ...(profile.groups !== undefined && { groups: profile.groups }),
    identities: [
      {
        connection: identity.connectionName,
        connection_id: identity.connectionId,
        provider: identity.strategy,
        user_id: identity.subject,
        issuer: identity.issuer,
        isSocial: false,
        ...(profile.attributes !== undefined && { profileData: profile.attributes }),
      },
    ],
    blocked: user.blocked,
    logins_count: user.loginsCount,
    ...(user.lastLogin !== undefined && { last_login: user.lastLogin.toISOString() }),
    ...(user.lastIp !== undefined && { last_ip: user.lastIp }),
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  };
}
