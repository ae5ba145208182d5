/**
 * What an upstream, or somebody who took its place on the way, says wrongly beside the statement about the person:
 * discovery, the token endpoint, UserInfo, the answer's own parameters.
 */
import type { JsonObject } from '../../connector.js';
import type { ConnectorErrorCode } from '../../connector-error.js';

/** Which of the upstream's documents an answer is. */
export type Endpoint = 'discovery' | 'keys' | 'token' | 'userinfo';

interface LieDetail {
  readonly endpoint: Endpoint | 'callback';
  /** The codes that are right for it. */
  readonly codes: readonly ConnectorErrorCode[];
  /** Why it must not pass, for the report. */
  readonly threat: string;
}

const unbelieved = ['misconfigured', 'invalid_response', 'upstream_unavailable'] as const;
const refused = ['invalid_response', 'identity_rejected'] as const;

/** Every lie that the suite knows. */
export const LIE_DETAILS = {
  discovery_of_another_issuer: {
    endpoint: 'discovery',
    codes: unbelieved,
    threat: 'the whole upstream is somebody else (OpenID Connect Discovery 1.0, section 4.3)',
  },
  discovery_of_plain_http: {
    endpoint: 'discovery',
    codes: unbelieved,
    threat: 'code and secret would be sent unencrypted',
  },
  keys_withheld: { endpoint: 'keys', codes: unbelieved, threat: 'nothing is left to verify the signature with' },
  token_endpoint_failing: { endpoint: 'token', codes: ['upstream_unavailable'], threat: 'no tokens were issued' },
  token_endpoint_in_html: { endpoint: 'token', codes: unbelieved, threat: 'a proxy answered in its place' },
  token_endpoint_redirecting: {
    endpoint: 'token',
    codes: unbelieved,
    threat: 'code and secret would follow to wherever it points',
  },
  secret_refused: { endpoint: 'token', codes: ['misconfigured'], threat: 'only the operator can mend it' },
  code_refused: { endpoint: 'token', codes: ['invalid_response'], threat: 'the code was redeemed or stolen before' },
  statement_withheld: { endpoint: 'token', codes: ['invalid_response'], threat: 'nobody was vouched for' },
  userinfo_of_somebody_else: {
    endpoint: 'userinfo',
    codes: refused,
    threat: 'tokens were swapped (OpenID Connect Core 1.0, section 5.3.2)',
  },
  userinfo_without_subject: { endpoint: 'userinfo', codes: refused, threat: 'it may be about anybody' },
  issuer_parameter_of_another: {
    endpoint: 'callback',
    codes: ['invalid_response'],
    threat: 'the answer was mixed up with another upstream’s (RFC 9207)',
  },
  issuer_parameter_withheld: {
    endpoint: 'callback',
    codes: ['invalid_response'],
    threat: 'the upstream promised it, so somebody took it away (RFC 9207, section 2.4)',
  },
} as const satisfies Record<string, LieDetail>;

export type Lie = keyof typeof LIE_DETAILS;
export const LIES = Object.keys(LIE_DETAILS) as readonly Lie[];

/** Where a redirecting token endpoint points: whoever asks there has followed it. */
export const ELSEWHERE = 'https://elsewhere.example';

/** What the upstream answers when it lies: `honest` itself when the lie is not about this document. */
export async function lyingAnswer(honest: Response, endpoint: Endpoint, lie: Lie | undefined): Promise<Response> {
  if (lie === undefined || LIE_DETAILS[lie].endpoint !== endpoint) return honest;
  switch (lie) {
    case 'token_endpoint_failing':
      return Response.json({ error: 'server_error' }, { status: 500 });
    case 'token_endpoint_in_html':
      return new Response('<html>Sign in to the hotel network</html>', { headers: { 'content-type': 'text/html' } });
    case 'token_endpoint_redirecting':
      return new Response(null, { status: 307, headers: { location: `${ELSEWHERE}/token` } });
    case 'secret_refused':
      return Response.json({ error: 'invalid_client', error_description: 'wrong secret' }, { status: 401 });
    case 'code_refused':
      return Response.json({ error: 'invalid_grant', error_description: 'used code' }, { status: 400 });
    default:
      return Response.json(altered((await honest.json()) as JsonObject, lie), { status: honest.status });
  }
}

/** The parameters that the browser brings, with a lie about who answers. */
export function lyingParameters(parameters: URLSearchParams, lie: Lie | undefined): URLSearchParams {
  const said = new URLSearchParams(parameters);
  if (lie === 'issuer_parameter_of_another') said.set('iss', ELSEWHERE);
  if (lie === 'issuer_parameter_withheld') said.delete('iss');
  return said;
}

function altered(document: JsonObject, lie: Lie): JsonObject {
  switch (lie) {
    case 'discovery_of_another_issuer':
      return { ...document, issuer: ELSEWHERE };
    case 'discovery_of_plain_http':
      return { ...document, token_endpoint: String(document.token_endpoint).replace(/^https:/, 'http:') };
    case 'keys_withheld':
      return { ...document, keys: [] };
    case 'statement_withheld':
      return without(document, 'id_token');
    case 'userinfo_of_somebody_else':
      return { ...document, sub: 'somebody-else' };
    case 'userinfo_without_subject':
      return without(document, 'sub');
    default:
      return document;
  }
}

function without(document: JsonObject, member: string): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== member));
}

/** The ways in which an upstream fails to answer, as seen by a `fetch`. */

const answers = {
  dead: () => Promise.reject(new TypeError('fetch failed')),
  hanging: (signal: AbortSignal | undefined) =>
    new Promise<Response>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
  failing: () => Promise.resolve(new Response('{"error":"server_error"}', { status: 500 })),
  throttling: () => Promise.resolve(new Response('', { status: 429, headers: { 'retry-after': '60' } })),
  garbage: () => Promise.resolve(new Response('<html>Sign in to the hotel network</html>')),
  empty: () => Promise.resolve(new Response('')),
  array: () => Promise.resolve(new Response('[1,2,3]')),
  oversized: () => Promise.resolve(new Response(endless())),
} satisfies Record<string, (signal: AbortSignal | undefined) => Promise<Response>>;

export type Outage = keyof typeof answers;
export const OUTAGES = Object.keys(answers) as readonly Outage[];

export function answerOf(outage: Outage, signal: AbortSignal | undefined): Promise<Response> {
  return answers[outage](signal);
}

/** A body that ends only when its reader has had enough. */
function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(97)) });
}
