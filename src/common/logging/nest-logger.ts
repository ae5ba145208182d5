import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

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
