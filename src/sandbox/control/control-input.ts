/** Bodies of the control endpoint, checked before they reach the sandbox. */
import { plainToInstance } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';
import { problemsOf } from '../seed/load-seed.js';
import {
  AUDIENCES,
  GROUP_CLAIMS,
  type GroupMembershipClaims,
  PLATFORMS,
  type Platform,
  SeedApplication,
  SeedSecret,
  SeedUser,
  type SignInAudience,
} from '../seed/seed.js';

import {
  LIES,
  type Lie,
  STAGES,
  type Stage,
  TROUBLED_ENDPOINTS,
  TROUBLES,
  type TroubledEndpoint,
  type TroubleKind,
} from '../world/faults.js';
import type { KeyOwner } from '../world/key-ring.js';

export class ControlInputError extends Error {
  override readonly name = 'ControlInputError';
  constructor(readonly problems: readonly string[]) {
    super(`The body is not usable: ${problems.join('; ')}`);
  }
}

/** @throws ControlInputError naming every bad field. */
export function parseBody<Body extends object>(type: new () => Body, input: unknown): Body {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new ControlInputError(['send a JSON object']);
  const body = plainToInstance(type, input);
  const problems = problemsOf(validateSync(body, { whitelist: true, forbidNonWhitelisted: true }));
  if (problems.length > 0) throw new ControlInputError(problems);
  // What was sent, not the instance: an instance has every unset field as undefined, which would overwrite.
  return input as Body;
}

class Limited {
  @IsOptional() @IsInt() @Min(1) times?: number;
}

export class FailureBody extends Limited {
  @IsInt() @Min(1) code!: number;
  @IsIn(STAGES) at!: Stage;
  @IsOptional() @IsString() clientId?: string;
  @IsOptional() @IsString() user?: string;
  @IsOptional() @IsString() error?: string;
  @IsOptional() @IsIn(['page', 'redirect']) answer?: 'page' | 'redirect';
  @IsOptional() @IsString() suberror?: string;
  @IsOptional() @IsString() claims?: string;
  @IsOptional() @IsInt() @Min(400) @Max(599) status?: number;
  @IsOptional() @IsInt() @Min(0) retryAfter?: number;
}

export class LieBody extends Limited {
  @IsIn(LIES) lie!: Lie;
  @IsOptional() @IsString() clientId?: string;
}

export class TroubleBody extends Limited {
  @IsIn(TROUBLED_ENDPOINTS) endpoint!: TroubledEndpoint;
  @IsIn(TROUBLES) kind!: TroubleKind;
  @IsOptional() @IsString() @MinLength(1) url?: string;
  @IsOptional() @IsString() @MinLength(1) code?: string;
  @IsOptional() @IsInt() @Min(0) @Max(600_000) delay?: number;
  @IsOptional() @IsInt() @Min(200) @Max(599) status?: number;
  /** Graph sends fractions. */
  @IsOptional() @IsNumber() @Min(0) retryAfter?: number;
  @IsOptional() @IsInt() @Min(1) @Max(256 * 1024 * 1024) bytes?: number;
}

export class RollBody {
  @IsOptional() @IsIn(['organizations', 'consumers', 'foreign-cloud']) owner?: KeyOwner;
  @IsOptional() @IsBoolean() retire?: boolean;
}

export class RedirectUriBody {
  @IsString() @MinLength(1) uri!: string;
  @IsOptional() @IsIn(PLATFORMS) platform?: Platform;
}

export class SwitchesBody {
  @IsOptional() @IsBoolean() honourMaxAge?: boolean;
  @IsOptional() @IsBoolean() federated?: boolean;
  @IsOptional() @IsInt() @Min(1) @Max(999) graphPageSize?: number;
}

export class ApplicationChangeBody {
  @IsOptional() @IsString() displayName?: string;
  @IsOptional() @IsIn(AUDIENCES) signInAudience?: SignInAudience;
  @IsOptional() @IsString() logoutUrl?: string;
  @IsOptional() @IsIn(GROUP_CLAIMS) groupMembershipClaims?: GroupMembershipClaims;
  @IsOptional() @IsString({ each: true }) optionalClaims?: string[];
  @IsOptional() @IsIn(['boolean', 'string', 'number']) xmsEdovForm?: 'boolean' | 'string' | 'number';
  @IsOptional() @IsBoolean() removeUnverifiedEmailClaim?: boolean;
  @IsOptional() @IsBoolean() oauth2AllowIdTokenImplicitFlow?: boolean;
  @IsOptional() @IsBoolean() assignmentRequired?: boolean;
  @IsOptional() @IsString({ each: true }) assignedUsers?: string[];
  @IsOptional() @IsBoolean() isEnabled?: boolean;
}

export class ApplicationBody extends SeedApplication {}
export class SecretBody extends SeedSecret {}
export class UserBody extends SeedUser {}
