import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The hub's mark, a portico, as paths in a square of this size. On the pages and as their icon. */
export const MARK_SIZE = 40;
export const MARK_PATHS = [
  'M20 4 36 13.5H4Z',
  'M6 16h28v3H6zM8.5 21h4v11h-4zM18 21h4v11h-4zM27.5 21h4v11h-4zM5 34h30v3H5z',
] as const;

/** A file that the pages load from the hub itself. Its path holds the hash of its content, so it may be kept for ever. */
export interface Asset {
  readonly fileName: string;
  readonly path: string;
  readonly contentType: string;
  readonly content: string;
}

export const stylesheet = asset(
  'css',
  'text/css; charset=utf-8',
  readFileSync(new URL('./portico.css', import.meta.url), 'utf8'),
);

export const icon = asset(
  'svg',
  'image/svg+xml',
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${MARK_SIZE} ${MARK_SIZE}" fill="#3f78b5">${MARK_PATHS.map(
    (path) => `<path d="${path}"/>`,
  ).join('')}</svg>`,
);

export const assets: ReadonlyMap<string, Asset> = new Map([stylesheet, icon].map((one) => [one.fileName, one]));

function asset(extension: string, contentType: string, content: string): Asset {
  const fileName = `${createHash('sha256').update(content).digest('hex').slice(0, 16)}.${extension}`;
  return { fileName, path: `/login/assets/${fileName}`, contentType, content };
}
