/** The connectors that a module exports, and what is wrong with them. Pure. */
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
