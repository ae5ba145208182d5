import { Injectable } from '@nestjs/common';
import { type Connection, ConnectionDirectory, domainsOf } from '../../connections/index.js';
import type { UpstreamIdentity, UserProfile } from '../../connectors/index.js';
import { EventRecorder } from '../../events/index.js';
import { type RootProfile, UserDirectory } from '../../users/index.js';
import { parseEmailAddress } from './email-address.js';
import { isEmailVerified } from './email-trust.js';
import { type LoginContext, LoginFailures } from './login-failures.js';

/** What holds for a verified identity before it becomes a signed-in user, as configured at this moment. */
@Injectable()
export class SignInPolicy {
  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly users: UserDirectory,
    private readonly events: EventRecorder,
    private readonly failures: LoginFailures,
  ) {}

  /** @returns the id of the user, recognised or created. @throws {LoginRefused} */
  async admit(
    connection: Connection,
    identity: UpstreamIdentity,
    profile: UserProfile,
    context: LoginContext,
  ): Promise<string> {
    const domain = profile.email === undefined ? undefined : parseEmailAddress(profile.email)?.domain;
    const ownDomains = domainsOf(connection);
    if (connection.restrictEmailDomains && (domain === undefined || !ownDomains.includes(domain))) {
      throw await this.failures.refused('email_domain_not_allowed', context);
    }
    const domainOwner = domain === undefined ? undefined : await this.connections.ownerOfDomain(domain);
    const { emailEvidence, ...attributes } = profile;
    const rootProfile: RootProfile = {
      ...attributes,
      emailVerified: isEmailVerified({
        ...(profile.email !== undefined && { email: profile.email }),
        ...(emailEvidence !== undefined && { evidence: emailEvidence }),
        ...(domainOwner !== undefined && { domainOwner }),
        connectionId: connection.id,
        connectionDomains: ownDomains,
      }),
    };
    const result = await this.users.signIn({
      identity: {
        connectionId: connection.id,
        connectionName: connection.name,
        strategy: connection.strategy,
        issuer: identity.issuer,
        subject: identity.subject,
        claims: identity.claims,
      },
      profile: rootProfile,
      profileSync: connection.profileSync,
    });
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
