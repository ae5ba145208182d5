/** The connectors that a module exports, and what is wrong with them. Pure. */
import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { definitionProblems } from '../check-definition.js';
import type { ConnectorDefinition } from '../connector.js';
import { originOf } from '../connector-mark.js';

export interface ReadDefinitions {
  /** One of them was made by another copy of this package, and so were its decorators. */
  readonly isOfAnotherCopy: boolean;
  readonly definitions: readonly ConnectorDefinition[];
  readonly problems: readonly { readonly field: string; readonly message: string }[];
}

/** How a package comes to share what the hub has. */
export const ONE_COPY =
  'Make it a peer dependency of the package, and install that as others get it: npm install --install-links FOLDER, or the file that npm pack makes. A link brings the packages it is developed with.';

/** Looks at the default and at every named export. */
export function readDefinitions(exports: object): ReadDefinitions {
  // The same one is often exported by name and as the default.
  const candidates = [...new Set(Object.values(exports))].filter(isCandidate);
  if (candidates.length === 0) {
    const message =
      'is missing: the module exports no connector. Export what defineConnector (of "portico/connector") returned, as the default or by name.';
    return { isOfAnotherCopy: false, definitions: [], problems: [{ field: 'export', message }] };
  }
  const problems = candidates.flatMap((one) => [...originProblems(one), ...definitionProblems(one)]);
  const isOfAnotherCopy = candidates.some((one) => originOf(one) === 'another copy');
  return { isOfAnotherCopy, definitions: candidates as ConnectorDefinition[], problems };
}

/** Marked, or so much like a definition that somebody meant it to be one. */
function isCandidate(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return originOf(value) !== 'nobody' || ('strategy' in value && 'create' in value);
}

function originProblems(candidate: object) {
  switch (originOf(candidate)) {
    case 'this copy':
      return [];
    case 'another copy':
      return [
        {
          field: 'defineConnector',
          message: `is that of another copy of "portico", whose errors this hub cannot tell from faults. ${ONE_COPY}`,
        },
      ];
    case 'nobody':
      return [
        {
          field: 'defineConnector',
          message:
            'was not called. Wrap the definition: export default defineConnector({ … }), from "portico/connector".',
        },
      ];
  }
}

/** Whether a package reads its decorators from the same copies of their libraries as the hub. */

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
