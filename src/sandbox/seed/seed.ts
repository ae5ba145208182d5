/**
 * The seed: everything that exists in a sandbox when it starts, as one JSON document (`README.md` explains each field).
 * Types and validation come from these classes, so that a hand-written seed is checked with the field named.
 */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

/** Any GUID: ids of personal accounts carry no version. */
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The tenant that every personal Microsoft account belongs to. */
export const CONSUMERS_TENANT_ID = '9188040d-6c67-4c5b-b112-36a304b66dad';

export const AUDIENCES = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
] as const;
export type SignInAudience = (typeof AUDIENCES)[number];

export const PLATFORMS = ['Web', 'Spa', 'InstalledClient'] as const;
/** What kind of client a redirect URI was registered for; it decides how the token endpoint treats the client. */
export type Platform = (typeof PLATFORMS)[number];

export const USER_STATES = ['active', 'disabled', 'password-expired', 'locked', 'pending-invitation'] as const;
export type UserState = (typeof USER_STATES)[number];

export const GROUP_CLAIMS = ['None', 'SecurityGroup', 'DirectoryRole', 'ApplicationGroup', 'All'] as const;
export type GroupMembershipClaims = (typeof GROUP_CLAIMS)[number];

export class SeedGroup {
  @Matches(GUID, { message: '$property must be a GUID' }) id!: string;
  @IsString() @MinLength(1) displayName!: string;
  /** Microsoft 365 groups are not security groups: `SecurityGroup` claims leave them out. */
  @IsOptional() @IsIn(['security', 'microsoft365']) type?: 'security' | 'microsoft365';
  /** Names of the groups of the same tenant that this group is nested in. */
  @IsOptional() @IsString({ each: true }) memberOf?: string[];
}

/** Many groups from one line: `{prefix} 1` … `{prefix} {count}`, with ids made from tenant and name. */
export class SeedGroupSeries {
  @IsString() @MinLength(1) prefix!: string;
  @IsInt() @Min(1) @Max(20_000) count!: number;
}

export class SeedUser {
  @Matches(GUID, { message: '$property must be a GUID' }) id!: string;
  @IsString() @MinLength(3) userPrincipalName!: string;
  @IsString() @MinLength(1) displayName!: string;
  @IsOptional() @IsString() givenName?: string;
  @IsOptional() @IsString() surname?: string;
  /** Whatever an administrator typed: proves nothing about the mailbox. Absent: the user has no address. */
  @IsOptional() @IsString() mail?: string;
  /** `active` unless given. */
  @IsOptional() @IsIn(USER_STATES) state?: UserState;
  @IsOptional() @IsBoolean() requiresMfa?: boolean;
  /** Administrators may consent for the whole tenant. */
  @IsOptional() @IsBoolean() isAdministrator?: boolean;
  /** Makes the user a guest: the address used to sign in, at its own tenant or at an outside identity provider. */
  @IsOptional() @IsString() homeAccount?: string;
  /** Outside identity provider of a guest whose home is no tenant here: `google.com`, `mail`, `live.com`. */
  @IsOptional() @IsString() identityProvider?: string;
  /** Names of groups, or of group series followed by ` *` for all of them. */
  @IsOptional() @IsString({ each: true }) groups?: string[];
  /** Template ids of directory roles (`wids`). */
  @IsOptional() @Matches(GUID, { each: true, message: '$property must contain GUIDs only' }) directoryRoles?: string[];
  /** Further Microsoft Graph properties of the user, as Graph spells them. */
  @IsOptional() @IsObject() properties?: Record<string, unknown>;
}

export class SeedTenant {
  @Matches(GUID, { message: '$property must be a GUID' }) id!: string;
  @IsString() @MinLength(1) displayName!: string;
  /** Verified domains; the first is the initial one. */
  @IsArray() @ArrayMinSize(1) @IsString({ each: true }) domains!: string[];
  /** `tenant_region_scope` of discovery, for example `EU`. */
  @IsOptional() @IsString() region?: string;
  @IsOptional() @IsString() countryCode?: string;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => SeedGroup) groups?: SeedGroup[];
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => SeedGroupSeries) groupSeries?: SeedGroupSeries[];
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => SeedUser) users?: SeedUser[];
}

export class SeedSecret {
  /** The GUID that the portal shows as "Secret ID"; it is not the secret. */
  @Matches(GUID, { message: '$property must be a GUID' }) id!: string;
  @IsString() @MinLength(8) value!: string;
  @IsISO8601() expires!: string;
}

export class SeedRedirectUri {
  @IsString() @MinLength(1) uri!: string;
  @IsIn(PLATFORMS) platform!: Platform;
}

export class SeedAppRole {
  @IsString() @MinLength(1) value!: string;
  /** User principal names that have it. */
  @IsString({ each: true }) users!: string[];
}

export class SeedConsent {
  /** A domain or the id of the tenant. */
  @IsString() tenant!: string;
  @IsString({ each: true }) scopes!: string[];
}

export class SeedApplication {
  @Matches(GUID, { message: '$property must be a GUID' }) clientId!: string;
  @IsString() @MinLength(1) displayName!: string;
  /** Domain or id of the tenant that the registration lives in. */
  @IsString() homeTenant!: string;
  @IsIn(AUDIENCES) signInAudience!: SignInAudience;
  @IsArray() @ValidateNested({ each: true }) @Type(() => SeedRedirectUri) redirectUris!: SeedRedirectUri[];
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => SeedSecret) secrets?: SeedSecret[];
  /** Front-channel logout URL. */
  @IsOptional() @IsString() logoutUrl?: string;
  @IsOptional() @IsIn(GROUP_CLAIMS) groupMembershipClaims?: GroupMembershipClaims;
  /** Optional claims of the ID token. */
  @IsOptional() @IsString({ each: true }) optionalClaims?: string[];
  /** How `xms_edov` is spelt, since several forms were seen; `boolean` unless given. */
  @IsOptional() @IsIn(['boolean', 'string', 'number']) xmsEdovForm?: 'boolean' | 'string' | 'number';
  /** Leaves addresses out of tokens whose domain is not the user's own; Microsoft's default for new multi-tenant apps. */
  @IsOptional() @IsBoolean() removeUnverifiedEmailClaim?: boolean;
  /** "ID tokens" ticked in the registration. */
  @IsOptional() @IsBoolean() oauth2AllowIdTokenImplicitFlow?: boolean;
  @IsOptional() @IsIn([1, 2]) requestedAccessTokenVersion?: 1 | 2;
  /** "Assignment required": only `assignedUsers` may sign in. */
  @IsOptional() @IsBoolean() assignmentRequired?: boolean;
  /** User principal names, or names of groups (nested members do not count). */
  @IsOptional() @IsString({ each: true }) assignedUsers?: string[];
  /** False: administrators switched the enterprise application off (AADSTS7000112). */
  @IsOptional() @IsBoolean() isEnabled?: boolean;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => SeedAppRole) appRoles?: SeedAppRole[];
  /** What an administrator has consented to, by tenant. */
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => SeedConsent) adminConsents?: SeedConsent[];
  /** Permissions of the application itself that an administrator has granted, by tenant. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SeedConsent)
  applicationPermissions?: SeedConsent[];
  /** Permissions of the application itself that the registration lists: an administrator grants them with all others. */
  @IsOptional() @IsString({ each: true }) requiredApplicationPermissions?: string[];
}

export class Seed {
  @IsArray() @ArrayMinSize(1) @ValidateNested({ each: true }) @Type(() => SeedTenant) tenants!: SeedTenant[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => SeedApplication) applications!: SeedApplication[];
}
