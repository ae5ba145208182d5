import type { Middleware, ParameterizedContext } from 'koa';
import { Provider } from 'oidc-provider';
import type { LoginEntrance } from '../../login/index.js';
import { isResume, PATHS } from '../protocol/endpoints.js';

type Interaction = InstanceType<Provider['Interaction']>;

/**
 * Ties each authorization request that waits for a person to its browser. The library does that by cookies that a sibling
 * host of the same parent domain can set: they are neither sent nor believed here. What goes on is the request that the URL
 * names, and only where the browser has the handle whose hash was stored with it.
 */
export function bindToBrowser(provider: Provider, entrance: LoginEntrance): Middleware {
  keepHandles(provider, entrance);
  const resume = provider.cookieName('resume');
  const scoped = new Set([resume, provider.cookieName('interaction')]);
  return async (ctx, next) => {
    if (ctx.path === PATHS.authorize || isResume(ctx.path)) {
      const uid = await tiedRequest(provider, entrance, ctx);
      const { cookies } = ctx;
      ctx.cookies = Object.create(cookies, {
        get: {
          value: (name: string, options?: Parameters<typeof cookies.get>[1]) =>
            scoped.has(name) ? (name === resume ? uid : undefined) : cookies.get(name, options),
        },
        set: {
          value: (name: string, ...rest: [string?, object?]) =>
            scoped.has(name) ? ctx.cookies : cookies.set(name, ...(rest as [string])),
        },
      }) as typeof cookies;
    }
    await next();
  };
}

/** The uid of the request that the URL names, if it was tied to this browser. */
async function tiedRequest(
  provider: Provider,
  entrance: LoginEntrance,
  { path, req }: ParameterizedContext,
): Promise<string | undefined> {
  if (!isResume(path)) return undefined;
  const interaction = await provider.Interaction.find(path.slice(PATHS.authorize.length + 1));
  return interaction !== undefined && isTied(entrance, interaction, req) ? interaction.uid : undefined;
}

/** Whether the request came from this browser. */
export function isTied(
  entrance: LoginEntrance,
  interaction: Interaction,
  request: ParameterizedContext['req'],
): boolean {
  return entrance.isTied(interaction.uid, Reflect.get(interaction, 'browserHash'), request);
}

/** The hash of its browser's handle, as it was stored with the request. */
export function browserHashOf(interaction: Interaction): string {
  return String(Reflect.get(interaction, 'browserHash'));
}

/** Makes a handle for each request that is stored for the first time, and stores its hash with it. */
function keepHandles(provider: Provider, entrance: LoginEntrance): void {
  const kept = [...provider.Interaction.IN_PAYLOAD, 'browserHash'];
  Object.defineProperty(provider.Interaction, 'IN_PAYLOAD', { get: () => kept });
  const interaction: Interaction = provider.Interaction.prototype;
  const { save } = interaction;
  interaction.save = function saveTied(ttl) {
    const { ctx } = Provider;
    if (Reflect.get(this, 'browserHash') === undefined && ctx !== undefined) {
      Reflect.set(this, 'browserHash', entrance.tie(this.uid, ctx.req, ctx.res, ttl));
    }
    return save.call(this, ttl);
  };
}
