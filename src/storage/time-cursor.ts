import { InvalidInputError } from '../common/errors.js';

/** Where a list ordered by time goes on: after the record with this time and id, whether or not it is still there. */
export interface TimeCursor {
  readonly time: number;
  readonly id: string;
}

export function timeCursor(time: Date, id: string): string {
  return Buffer.from(`${time.getTime()}.${id}`).toString('base64url');
}

/** @throws {InvalidInputError} for what `timeCursor` never made. */
export function readTimeCursor(from: string): TimeCursor {
  const [, time, id] = /^(\d{1,15})\.([\w-]{1,100})$/.exec(Buffer.from(from, 'base64url').toString('utf8')) ?? [];
  if (time === undefined || id === undefined) {
    throw new InvalidInputError([
      { field: 'from', message: '"from" is not a checkpoint of this list. Start without it.' },
    ]);
  }
  return { time: Number(time), id };
}
