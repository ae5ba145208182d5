import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as Pino, pino, stdTimeFunctions } from 'pino';
import type { PorticoConfig } from '../../config/portico-config.js';
import { currentRequestContext } from '../request-context.js';
import { scrub, scrubText } from './scrub.js';

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

/**
 * pino with every line scrubbed, whoever writes it: the request log, Nest, a feature.
 *
 * @param destination standard output by default; tests give a memory stream.
 */
export function createPino(config: Pick<PorticoConfig, 'logLevel'>, destination?: DestinationStream): Pino {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: scrub },
      // Done by `scrub` already, which sees the whole object first.
      serializers: { err: (value: unknown) => value },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args;
          const scrubbed = rest.map((value: unknown) => (typeof value === 'string' ? scrubText(value) : value));
          method.apply(this, [typeof first === 'string' ? scrubText(first) : first, ...scrubbed] as typeof args);
        },
      },
    },
    ...(destination === undefined ? [] : [destination]),
  );
}

/** The hub's logger over pino. */
export class PinoLogger extends Logger {
  constructor(readonly pino: Pino) {
    super();
  }

  debug(detail: object, message: string): void {
    this.pino.debug(inContext(detail), message);
  }

  info(detail: object, message: string): void {
    this.pino.info(inContext(detail), message);
  }

  warn(detail: object, message: string): void {
    this.pino.warn(inContext(detail), message);
  }

  error(detail: object, message: string): void {
    this.pino.error(inContext(detail), message);
  }

  child(bindings: object): Logger {
    return new PinoLogger(this.pino.child(scrub(bindings)));
  }
}

export function createLogger(config: Pick<PorticoConfig, 'logLevel'>, destination?: DestinationStream): PinoLogger {
  return new PinoLogger(createPino(config, destination));
}

function inContext(detail: object): object {
  const context = currentRequestContext();
  const named = detail instanceof Error ? { err: detail } : detail;
  return context === undefined ? named : { ...named, correlationId: context.correlationId };
}

/** Lets Nest write to the hub's log: `NestFactory.create(AppModule, { logger: new NestLogger(logger) })`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.info(detailOf(message, rest), textOf(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(detailOf(message, rest), textOf(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(detailOf(message, rest), textOf(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(detailOf(message, rest), textOf(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(detailOf(message, rest), textOf(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.error(detailOf(message, rest), textOf(message));
  }
}

/** Nest passes the context last, and for errors a stack before it. */
function detailOf(message: unknown, rest: readonly unknown[]): object {
  const context = rest.at(-1);
  const before = rest.slice(0, -1);
  const stack = before.find((value) => typeof value === 'string' && value.includes('\n    at '));
  const err = [message, ...before].find((value) => value instanceof Error);
  return {
    ...(typeof context === 'string' && { context }),
    ...(err !== undefined ? { err } : stack !== undefined && { stack }),
  };
}

function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.message : 'Nest';
}
