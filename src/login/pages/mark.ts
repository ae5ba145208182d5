/** The hub's mark, a portico, as paths in a square of this size. On the pages and as their icon. */
export const MARK_SIZE = 40;
export const MARK_PATHS = [
  'M20 4 36 13.5H4Z',
  'M6 16h28v3H6zM8.5 21h4v11h-4zM18 21h4v11h-4zM27.5 21h4v11h-4zM5 34h30v3H5z',
] as const;
