import { IsArray, IsBoolean, IsInt, IsOptional, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { IsInstant } from '../../management/index.js';
import type { User } from '../user.js';

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

/** A user as the management API shows them. Of their upstream only the attributes that the operator chose are shown: claims may hold what nobody asked for. */
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
