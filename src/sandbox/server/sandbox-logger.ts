/** What the sandbox and the sample application log with. */

/** The part of pino that the sandbox and the sample application use. */
export interface SandboxLogger {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}
