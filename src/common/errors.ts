/**
 * Errors of the hub's own domain. Features throw these; one filter at the HTTP edge turns them into answers,
 * so that no feature knows a status code by heart and no answer leaks more than `message`.
 *
 * `message` is public: it names the thing, the place and the remedy, and never holds a secret.
 */
export abstract class HubError extends Error {
  /** Stable machine-readable code, `errorCode` on the wire. */
  abstract readonly code: string;
  /** HTTP status that the edge answers with. */
  abstract readonly status: number;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** One bad field of an input: where it is (dotted path, as on the wire) and what to do about it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** The input's shape or content is not acceptable. Every bad field is named at once. */
export class InvalidInputError extends HubError {
  readonly code: string = 'invalid_body';
  readonly status = 400;

  constructor(
    readonly fields: readonly FieldProblem[],
    message = fields.map((problem) => problem.message).join(' '),
  ) {
    super(message);
  }
}

/** No credential, or one that does not hold. */
export class UnauthorizedError extends HubError {
  readonly code = 'invalid_token';
  readonly status = 401;
}

/** The credential holds, and does not permit this. `message` names the missing scope. */
export class ForbiddenError extends HubError {
  readonly code = 'insufficient_scope';
  readonly status = 403;
}

/** There is no such thing, or not for this caller. */
export class NotFoundError extends HubError {
  readonly code: string = 'inexistent_resource';
  readonly status = 404;
}

/** The change contradicts what is stored: a taken name, a domain that belongs to another connection … */
export class ConflictError extends HubError {
  readonly status = 409;

  constructor(
    readonly code: string,
    message: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(message);
  }
}

/** The caller asks too often. Carries `Retry-After`. */
export class TooManyRequestsError extends HubError {
  readonly code = 'too_many_requests';
  readonly status = 429;

  constructor(
    message: string,
    /** Seconds until it may ask again. */
    readonly retryAfter: number,
    /** How many there may be, and until when this counts. */
    readonly window?: { readonly limit: number; readonly endsAt: Date },
  ) {
    super(message);
  }
}

/** The hub's own storage does not answer. The only reason for a 5xx; carries `Retry-After`. */
export class StorageUnavailableError extends HubError {
  readonly code = 'storage_unavailable';
  readonly status = 503;
}

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

/** SQLite's result codes that mean "the storage", not "the statement": https://www.sqlite.org/rescode.html */
const SQLITE_UNAVAILABLE =
  /^SQLITE_(?:BUSY|LOCKED|READONLY|FULL|IOERR|CANTOPEN|CORRUPT|NOTADB|NOMEM|PERM|PROTOCOL|NOLFS)(?:_|$)/;

/** Whether the error says that the hub's own storage does not answer: locked, read-only, full, broken, gone. */
export function isStorageFailure(error: unknown): boolean {
  if (error instanceof StorageUnavailableError) return true;
  const code = errorCode(error);
  return code !== undefined && SQLITE_UNAVAILABLE.test(code);
}

type Parts = Readonly<Record<string, () => unknown>>;

/**
 * Reads every part of an input, so that what is wrong with any of them is named at once.
 * @throws {InvalidInputError} with the problems of all parts.
 */
export function readAll<P extends Parts>(parts: P): { readonly [Part in keyof P]: ReturnType<P[Part]> } {
  const problems: FieldProblem[] = [];
  const values = Object.entries(parts).map(([part, read]) => [part, attempt(read, problems)]);
  if (problems.length > 0) throw new InvalidInputError(problems);
  return Object.fromEntries(values);
}

/** What is wrong with an input, by what reading it throws. */
export function problemsIn(read: () => unknown): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  attempt(read, problems);
  return problems;
}

function attempt(read: () => unknown, problems: FieldProblem[]): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    problems.push(...error.fields);
    return undefined;
  }
}
