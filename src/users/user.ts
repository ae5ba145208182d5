import type { JsonObject } from '../connectors/index.js';

/** A person as the hub presents them downstream: the root attributes. */
export interface RootProfile {
  readonly email?: string;
  /** True only with evidence; meaningless without `email`. */
  readonly emailVerified: boolean;
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly nickname?: string;
  readonly preferredUsername?: string;
  readonly picture?: string;
  readonly locale?: string;
  /** What the connection keeps beyond these, under the upstream's own names. Shown to administrators only. */
  readonly attributes?: JsonObject;
  /** Groups of the last sign-in. Absent: unknown. */
  readonly groups?: readonly string[];
}

/** Who a user is at an upstream. (connectionId, issuer, subject) is the only key a person is recognised by. */
export interface Identity {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly strategy: string;
  readonly issuer: string;
  readonly subject: string;
  /** The verified claims of the last sign-in. */
  readonly claims: JsonObject;
}

/** The hub's own record of a person. `id` is the downstream `sub`: opaque, stable, never reused. */
export interface User {
  readonly id: string;
  readonly blocked: boolean;
  readonly profile: RootProfile;
  readonly identity: Identity;
  readonly loginsCount: number;
  readonly lastLogin?: Date;
  readonly lastIp?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
