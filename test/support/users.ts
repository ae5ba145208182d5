import type { User } from '../../src/users/index.js';

/** A user of the connection `contoso` as the store takes them; `subject` names their identity. */
export function aUser(changes: Partial<User> & { readonly id: string }, subject = changes.id): User {
  return {
    blocked: false,
    profile: { emailVerified: true, email: `${subject}@Contoso.example`, name: subject },
    identity: {
      connectionId: 'con_1',
      connectionName: 'contoso',
      strategy: 'sample',
      issuer: 'https://idp.example/',
      subject,
      claims: { sub: subject },
    },
    loginsCount: 1,
    createdAt: new Date('2026-01-01T00:00:00.001Z'),
    updatedAt: new Date('2026-01-01T00:00:00.001Z'),
    ...changes,
  };
}
