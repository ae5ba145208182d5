import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Interaction, KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { LoginEntrance } from '../../login/index.js';
import type { Onward } from '../../pages/index.js';
import { collectAnswer, leavePage } from '../answers/pages.js';
import { requestOf } from '../interaction/waiting-request.js';
import { PATHS } from '../protocol/endpoints.js';

/**
 * Hands an authorization request that needs a person over to the login, which answers it at once: with the way to an
 * upstream, or with a page. The request waits for who comes back.
 */
export function handOver(entrance: LoginEntrance) {
  return async (ctx: KoaContextWithOIDC, interaction: Interaction): Promise<string> => {
    const waiting = requestOf(interaction as InstanceType<Provider['Interaction']>);
    const onward = await entrance.receive(waiting, ctx.req, ctx.res);
    if ('url' in onward) return onward.url;
    leavePage(ctx, onward);
    // The library wants a URL to redirect to. The page takes the redirect's place.
    return `/login/${interaction.uid}`;
  };
}

/** Serves a request by the library. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Lets a request that was handed over go on, in this process: sending the browser to `/authorize/{uid}` would cost a
 * request, and tell nothing that the hub does not know. The library serves it as ever, and its answer is handed back.
 *
 * @param pinned the headers of a request that came to the issuer. Cookies and languages are the browser's.
 */
export async function resumeInProcess(
  serve: Serve,
  uid: string,
  request: IncomingMessage,
  pinned: Readonly<Record<string, string>>,
): Promise<Onward> {
  const target = `${PATHS.authorize}/${uid}`;
  const value = (of: unknown) => ({ value: of, writable: true, enumerable: true, configurable: true });
  const resumed: IncomingMessage = Object.create(request, {
    method: value('GET'),
    url: value(target),
    originalUrl: value(target),
    baseUrl: value(''),
    headers: value({ ...request.headers, ...pinned }),
  });
  const answer = collectAnswer(resumed);
  // Nothing is written to it: it holds the headers of an answer that somebody else sends.
  await serve(resumed, new ServerResponse(resumed));
  return answer();
}
