/** How texts of a query string become values. Everything that is not exactly one stays text, and is refused by its rule. */
import { Transform } from 'class-transformer';

const DIGITS = /^(0|[1-9]\d{0,15})$/;

/** Only plain digits are numbers: `1e1`, `0x1`, `01` and blanks are none. */
export const Digits = (): PropertyDecorator =>
  Transform(({ value }) => (typeof value === 'string' && DIGITS.test(value) ? Number(value) : value));

/** Only `true` and `false` are booleans. */
export const TrueOrFalse = (): PropertyDecorator =>
  Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value));
