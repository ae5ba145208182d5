import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type RequestHandler } from 'express';
import { errorStatus, HubError, InvalidInputError } from '../errors.js';
import { contentProblems } from './validation.js';

/** The body is not one that this route reads. 413 too large, 415 another type, charset or encoding, 400 malformed. */
export class UnreadableBodyError extends HubError {
  constructor(
    readonly status: 400 | 413 | 415,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Answers a request whose body cannot be read: JSON for the API, a page for the login. */
export type BodyErrorAnswer = (error: HubError, request: IncomingMessage, response: ServerResponse) => void;

export type BodyKind = 'json' | 'form';

const LIMIT_BYTES = 100 * 1024;
const TYPES: Readonly<Record<BodyKind, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
};

/**
 * Reads request bodies of the given kinds, at most 100 kB, and answers every other body itself, so that none reaches
 * a handler and none becomes a 5xx. Compressed bodies are refused: a small one may unfold without end. A body that a
 * host application has parsed already is taken as it is. For the hub's own routes only, never globally.
 */
export function bodyParser(kinds: readonly BodyKind[], answer: BodyErrorAnswer): RequestHandler {
  const parsers: Readonly<Record<BodyKind, RequestHandler>> = {
    json: express.json({ limit: LIMIT_BYTES, inflate: false, strict: true, type: TYPES.json }),
    form: express.urlencoded({
      limit: LIMIT_BYTES,
      inflate: false,
      extended: false,
      type: TYPES.form,
      parameterLimit: 200,
    }),
  };
  return (request, response, next) => {
    const kind = kinds.find((candidate) => mediaType(request) === TYPES[candidate]);
    if (!hasBody(request)) return next();
    const refusal = kind === undefined ? wrongType(kinds) : wrongCharset(request);
    if (kind === undefined || refusal !== undefined) return answer(refusal ?? wrongType(kinds), request, response);
    const parsed = (error?: unknown) => {
      const problem = error === undefined ? unacceptableContent(request.body) : readable(error);
      if (problem === undefined) next();
      else answer(problem, request, response);
    };
    try {
      parsers[kind](request, response, parsed);
    } catch (error) {
      parsed(error ?? new Error('unreadable'));
    }
  };
}

function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length.trim() !== '0');
}

function wrongType(kinds: readonly BodyKind[]): UnreadableBodyError {
  const expected = kinds.map((kind) => TYPES[kind]).join(' or ');
  return new UnreadableBodyError(415, 'unsupported_media_type', `The body must be sent as ${expected}.`);
}

/** RFC 8259, section 8.1: UTF-8 and nothing else, which leaves decoders of rarer charsets unused. */
function wrongCharset(request: IncomingMessage): UnreadableBodyError | undefined {
  const [, charset] = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(request.headers['content-type'] ?? '') ?? [];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return undefined;
  return new UnreadableBodyError(415, 'unsupported_charset', 'The body must be encoded in UTF-8.');
}

function unacceptableContent(body: unknown): InvalidInputError | undefined {
  const problems = contentProblems(body);
  return problems.length > 0 ? new InvalidInputError(problems.slice(0, 20)) : undefined;
}

/** The parser's own message quotes the body, which may hold a secret: only its status and type are used. */
function readable(error: unknown): UnreadableBodyError {
  const status = errorStatus(error);
  if (status === 413) {
    return new UnreadableBodyError(413, 'payload_too_large', `The body must not exceed ${LIMIT_BYTES / 1024} kB.`);
  }
  if (status === 415) {
    return new UnreadableBodyError(415, 'unsupported_encoding', 'The body must be sent uncompressed, in UTF-8.');
  }
  return new UnreadableBodyError(400, 'invalid_body', 'The body is malformed.');
}
