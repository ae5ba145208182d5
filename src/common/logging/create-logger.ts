import { type DestinationStream, type Logger as Pino, pino, stdTimeFunctions } from 'pino';
import type { PorticoConfig } from '../../config/portico-config.js';
import { currentRequestContext } from '../request-context.js';
import { Logger } from './logger.js';
import { scrub, scrubText } from './scrub.js';

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
