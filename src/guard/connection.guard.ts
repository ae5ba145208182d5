import { AuthGuard } from '@nestjs/passport';

/**
 * Puts the connection of the `ConnectionStrategy` of this name in front of a route: a person who is not signed in is sent
 * to the upstream, comes back, and goes on where they wanted to go; a script gets a 401.
 */
export function ConnectionGuard(name: string) {
  return AuthGuard(name);
}
