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
