/**
 * The `code` of an error, as Node and the database give one (`ENOENT`, `SQLITE_BUSY`). Does not ask whether it is an
 * `Error`: one made in another realm is not an instance of ours.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The `status` of an error, as Nest, Express and their parsers give one. Of whatever realm, as above. */
export function errorStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}
