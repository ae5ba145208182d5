import type { JsonObject } from '../../connectors/index.js';

/** What tools and consoles show in place of a secret: asterisks or bullets, perhaps its last characters, or `##NAME##`. */
const MASK = /^(?:[*•●]{3,}.{0,8}|##[^#]+##)$/u;

/** `options` without what is only the mask of a secret: a masked secret is one that was not sent. */
export function withoutMasks(options: JsonObject): {
  readonly options: JsonObject;
  readonly masked: readonly string[];
} {
  const isMask = ([, value]: readonly [string, unknown]) =>
    typeof value === 'string' && value.length <= 200 && MASK.test(value);
  const entries = Object.entries(options);
  return {
    options: Object.fromEntries(entries.filter((entry) => !isMask(entry))),
    masked: entries.filter(isMask).map(([key]) => key),
  };
}
