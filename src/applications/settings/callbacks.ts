/**
 * Where a product lives, told by the callbacks of its application: the product's own path is cut off. Only plain URLs
 * count, because what is found here is written into settings.
 */
import type { Product } from './product.js';

const PLAIN_URL = /^https?:\/\/[a-z0-9.:[\]-]+(?:\/[a-z0-9._~-]+)*$/i;

/** Registered callbacks and what follows from them for one product. */
export interface ProductCallbacks {
  /** Those that the product sends; where none is registered the one to register. */
  readonly callbacks: readonly [string, ...string[]];
  readonly isRegistered: boolean;
  /** Address of the product, of the first callback. */
  readonly baseUrl: string;
}

export function productCallbacks(registered: readonly string[], product: Product): ProductCallbacks {
  const [first, ...others] = registered.filter((uri) => baseUrlOf(uri, product) !== undefined);
  if (first !== undefined) {
    const baseUrl = baseUrlOf(first, product) ?? product.exampleUrl;
    return { callbacks: [first, ...others], isRegistered: true, baseUrl };
  }
  const baseUrl = registered.map(originOf).find((origin) => origin !== undefined) ?? product.exampleUrl;
  return { callbacks: [`${baseUrl}${product.callbackPath}`], isRegistered: false, baseUrl };
}

function baseUrlOf(uri: string, { callbackPath }: Product): string | undefined {
  if (!uri.endsWith(callbackPath)) return undefined;
  const base = uri.slice(0, uri.length - callbackPath.length);
  if (!PLAIN_URL.test(base)) return undefined;
  return callbackPath !== '' || originOf(base) === base.toLowerCase() ? base : undefined;
}

/** The origin of another callback of the application: probably the product's, and better than an example. */
function originOf(uri: string): string | undefined {
  if (!/^https?:/i.test(uri) || !URL.canParse(uri)) return undefined;
  const { origin } = new URL(uri);
  return PLAIN_URL.test(origin) ? origin : undefined;
}
