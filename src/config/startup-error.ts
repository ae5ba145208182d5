/**
 * The hub cannot start. `message` is for the operator: what is wrong, where, and the remedy. Holds no secret.
 * Commands print it without a stack and exit with 1.
 */
export class StartupError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** One bad environment variable, and what to do about it. */
export interface ConfigurationProblem {
  readonly variable: string;
  readonly message: string;
}

/** The environment is not acceptable. Names every bad variable at once; never shows a value that may be a secret. */
export class ConfigurationError extends StartupError {
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(
      [
        'The configuration is not valid:',
        ...problems.map(({ variable, message }) => `  - ${variable}: ${message}`),
      ].join('\n'),
    );
  }
}
