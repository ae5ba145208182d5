import type { User } from '../user.js';

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
