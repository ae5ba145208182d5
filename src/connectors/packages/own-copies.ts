/** Whether a package reads its decorators from the same copies of their libraries as the hub. */
import { createRequire } from 'node:module';
import { sep } from 'node:path';

/** Each keeps what its decorators say to itself: those of a second copy the hub cannot see. */
const SHARED = ['class-validator', 'class-transformer', 'class-validator-jsonschema'] as const;

export interface ForeignCopy {
  readonly library: string;
  /** Folder of the other copy. */
  readonly found: string;
}

/** The libraries that the module at `entry` would get in a copy of its own. One that it cannot see at all is none. */
export function foreignCopies(entry: URL): readonly ForeignCopy[] {
  const hub = createRequire(import.meta.url);
  const theirs = createRequire(entry);
  return SHARED.flatMap((library) => {
    const found = resolved(theirs, library);
    return found === undefined || found === resolved(hub, library)
      ? []
      : [{ library, found: folderOf(found, library) }];
  });
}

function resolved(require: NodeJS.Require, library: string): string | undefined {
  try {
    return require.resolve(library);
  } catch {
    return undefined;
  }
}

function folderOf(file: string, library: string): string {
  const end = `${sep}node_modules${sep}${library}${sep}`;
  const at = file.lastIndexOf(end);
  return at < 0 ? file : file.slice(0, at + end.length - 1);
}
