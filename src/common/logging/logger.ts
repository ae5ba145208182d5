/**
 * The hub's logger, as everything below the edge sees it; also its injection token. An implementation scrubs secrets
 * from `detail` and `message`, and adds the correlation id of the request being served. It fits `ConnectorLogger`.
 */
export abstract class Logger {
  abstract debug(detail: object, message: string): void;
  abstract info(detail: object, message: string): void;
  abstract warn(detail: object, message: string): void;
  abstract error(detail: object, message: string): void;
  /** A logger that adds `bindings` to every line, for example `{ connection: 'contoso' }`. */
  abstract child(bindings: object): Logger;
}

/** Says nothing. For tests and tools. */
export class SilentLogger extends Logger {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
  child(): Logger {
    return this;
  }
}
