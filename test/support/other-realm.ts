import { runInNewContext } from 'node:vm';

/** An error that is no instance of this realm's `Error`, like those of a database driver under jest. */
export function ofAnotherRealm(message: string, members: object): unknown {
  return Object.assign(runInNewContext('new Error(message)', { message }) as object, members);
}
