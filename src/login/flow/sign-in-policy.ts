import { Injectable } from '@nestjs/common';
import { type Connection, ConnectionDirectory, domainsOf } from '../../connections/index.js';
import type { UpstreamIdentity, UserProfile } from '../../connectors/index.js';
import { EventRecorder } from '../../events/index.js';
import { type ForeseenSignIn, type RootProfile, type SignIn, UserDirectory } from '../../users/index.js';
import { parseEmailAddress } from './email-address.js';
import { type EmailTrust, emailTrust, isVerified } from './email-trust.js';
import { type LoginContext, LoginFailures } from './login-failures.js';

/** What the hub thinks of a person before it asks who they are. */
export interface Assessment {
  readonly profile: RootProfile;
  readonly emailTrust: EmailTrust;
  /** Whether the address is of one of the connection's domains. */
  readonly isOwnDomain: boolean;
  /** Why nobody with this profile may come in. */
  readonly refusal?: 'email_domain_not_allowed';
}

/** What holds for a verified identity before it becomes a signed-in user, as configured at this moment. */
@Injectable()
export class SignInPolicy {
  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly users: UserDirectory,
    private readonly events: EventRecorder,
    private readonly failures: LoginFailures,
  ) {}

  /** What the hub makes of a profile that the upstream vouched for. Writes nothing. */
  async assess(connection: Connection, profile: UserProfile): Promise<Assessment> {
    const { email } = profile;
    const domain = email === undefined ? undefined : parseEmailAddress(email)?.domain;
    const ownDomains = domainsOf(connection);
    const isOwnDomain = domain !== undefined && ownDomains.includes(domain);
    const domainOwner = domain === undefined ? undefined : await this.connections.ownerOfDomain(domain);
    const { emailEvidence, ...attributes } = profile;
    const trust = emailTrust({
      ...(email !== undefined && { email }),
      ...(emailEvidence !== undefined && { evidence: emailEvidence }),
      ...(domainOwner !== undefined && { domainOwner }),
      connectionId: connection.id,
      connectionDomains: ownDomains,
    });
    return {
      profile: { ...attributes, emailVerified: isVerified(trust) },
      emailTrust: trust,
      isOwnDomain,
      ...(connection.restrictEmailDomains && !isOwnDomain && { refusal: 'email_domain_not_allowed' }),
    };
  }

  /** What would become of the person now. Writes nothing, and refuses what `admit` would. */
  async foresee(connection: Connection, identity: UpstreamIdentity, assessment: Assessment): Promise<ForeseenSignIn> {
    return await this.users.foresee(signInOf(connection, identity, assessment));
  }

  /** @returns the id of the user, recognised or created. @throws {LoginRefused} */
  async admit(
    connection: Connection,
    identity: UpstreamIdentity,
    profile: UserProfile,
    context: LoginContext,
  ): Promise<string> {
    const assessment = await this.assess(connection, profile);
    if (assessment.refusal !== undefined) throw await this.failures.refused(assessment.refusal, context);
    const result = await this.users.signIn(signInOf(connection, identity, assessment));
    switch (result.kind) {
      case 'signed-in':
        return result.user.id;
      case 'blocked':
        throw await this.failures.refused('user_blocked', { ...context, userId: result.user.id });
      case 'unknown':
        throw await this.failures.refused('user_unknown', context);
    }
  }

  async recordSuccess({ clientId, connection, userId }: LoginContext): Promise<void> {
    await this.events.record({
      type: 's',
      description: 'Login succeeded.',
      clientId,
      ...(connection !== undefined && { connectionId: connection.id, connection: connection.name }),
      ...(userId !== undefined && { userId }),
      ...(connection !== undefined && { details: { strategy: connection.strategy } }),
    });
  }
}

function signInOf(connection: Connection, identity: UpstreamIdentity, { profile }: Assessment): SignIn {
  return {
    identity: {
      connectionId: connection.id,
      connectionName: connection.name,
      strategy: connection.strategy,
      issuer: identity.issuer,
      subject: identity.subject,
      claims: identity.claims,
    },
    profile,
    profileSync: connection.profileSync,
  };
}
