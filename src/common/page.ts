/** Which part of a list is wanted: by offset (`page` counts from 0), or from a checkpoint of an earlier answer. */
export type PageRequest =
  | { readonly kind: 'offset'; readonly page: number; readonly perPage: number }
  | { readonly kind: 'checkpoint'; readonly from?: string; readonly take: number };

/** One part of a list. `total` comes with offset requests, `next` with checkpoint requests until the list is exhausted. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total?: number;
  readonly next?: string;
}
