import { StartupError } from '../../config/index.js';

/** What is wrong with one package, and the remedy. */
export interface ConnectorPackageProblem {
  /** As the operator lists it. */
  readonly specifier: string;
  /** Member of the definition, or the part of the package that it is about. */
  readonly field: string;
  readonly message: string;
}

/** Connectors from outside do not fit. Names every package, field and remedy at once. */
export class ConnectorPackagesError extends StartupError {
  constructor(readonly problems: readonly ConnectorPackageProblem[]) {
    super(`Connectors of PORTICO_CONNECTORS cannot be used:\n${explainPackageProblems(problems)}`);
  }
}

/** One line for each problem. */
export function explainPackageProblems(problems: readonly ConnectorPackageProblem[]): string {
  return problems.map(({ specifier, field, message }) => `  - ${specifier}: ${field} ${message}`).join('\n');
}
