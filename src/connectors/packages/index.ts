/**
 * Connectors from outside: finds the packages and files that an operator lists, imports them, and says of every one
 * that does not fit what is wrong and what to do. Owns no connector, and none is left out silently.
 */
export {
  type ConnectorPackageProblem,
  ConnectorPackagesError,
  explainPackageProblems,
  type LoadConnectorsOptions,
  loadConnectors,
} from './load-connectors.js';
export { locate } from './locate.js';
