/**
 * Settings for products that people run beside the hub (Coder, Grafana …), written with this hub's values so that they
 * can be pasted. Reads applications and changes none; holds no secret and prints none. Each product's template is in
 * `products/`. Pure.
 */
import { NotFoundError } from '../common/errors.js';
import { type Application, isPublic } from './application.js';
import { coder } from './products/coder.js';
import { grafana } from './products/grafana.js';
import { oauth2Proxy } from './products/oauth2-proxy.js';
import { openMetadata } from './products/openmetadata.js';
import {
  hubEndpoints,
  type Misfit,
  type Product,
  SECRET_PLACEHOLDER,
  type SettingsValues,
} from './products/product.js';

import { proxmoxVe } from './products/proxmox-ve.js';

/** Every product that the hub writes settings for, by display name. */
export const products: readonly Product[] = [coder, grafana, oauth2Proxy, openMetadata, proxmoxVe];

/** @throws {NotFoundError} that names the known ones. */
export function productNamed(name: string): Product {
  const product = products.find((one) => one.name === name);
  if (product !== undefined) return product;
  throw new NotFoundError(
    `There are no settings for this product. Known are ${products.map((one) => one.name).join(', ')}; any other OpenID Connect application takes the issuer, the client_id and the client secret.`,
  );
}

/** Everything that sets a product up for one application. */
export interface ProductSettings {
  readonly product: Product;
  /** To paste; without any secret. */
  readonly text: string;
  /** To be registered with the application, exactly. */
  readonly callbacks: readonly string[];
  readonly notes: readonly string[];
  readonly misfits: readonly Misfit[];
}

/** Writes the settings of a product for an application of the hub with this issuer. */
export function productSettings(product: Product, application: Application, issuer: string): ProductSettings {
  const found = productCallbacks(application.callbacks, product);
  const values = valuesOf(product, application, found, issuer);
  const text = product.settings(values);
  return {
    product,
    text,
    callbacks: found.callbacks,
    notes: [
      `Put them ${product.destination}.`,
      ...(text.includes(SECRET_PLACEHOLDER) ? [secretNote(application.clientId)] : []),
      `Nobody can sign in before a connection is enabled for this client: PATCH /api/v2/connections/{id}/clients.`,
      ...product.notes(values),
    ],
    misfits: misfitsOf(application, product, found, issuer),
  };
}

function secretNote(clientId: string): string {
  return `Put the client secret in the place of ${SECRET_PLACEHOLDER}. It was shown once, when the client was created; the hub keeps only its hash. POST /api/v2/clients/${clientId}/rotate-secret makes another, and ends the old one at once.`;
}

function valuesOf(product: Product, application: Application, found: ProductCallbacks, issuer: string): SettingsValues {
  const refreshes = product.withoutRefreshToken !== undefined && application.grantTypes.includes('refresh_token');
  const logoutUrl = application.allowedLogoutUrls.find(
    (url) => url === found.baseUrl || url.startsWith(`${found.baseUrl}/`),
  );
  return {
    hub: hubEndpoints(issuer),
    clientId: application.clientId,
    name: application.name,
    baseUrl: found.baseUrl,
    callback: found.callbacks[0],
    scopes: ['openid', 'profile', 'email', 'groups', ...(refreshes ? ['offline_access'] : [])],
    isConfidential: !isPublic(application),
    ...(logoutUrl !== undefined && { logoutUrl }),
  };
}

/** Only plain URLs count as callbacks of a product, because what is found in them is written into settings. */
const PLAIN_URL = /^https?:\/\/[a-z0-9.:[\]-]+(?:\/[a-z0-9._~-]+)*$/i;

/** Registered callbacks and what follows from them for one product. */
interface ProductCallbacks {
  /** Those that the product sends; where none is registered the one to register. */
  readonly callbacks: readonly [string, ...string[]];
  readonly isRegistered: boolean;
  /** Address of the product, of the first callback. */
  readonly baseUrl: string;
}

/** Where a product lives, told by the callbacks of its application: the product's own path is cut off. */
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

/** What keeps a product from signing people in with this application, each with the remedy. Empty when it fits. */
function misfitsOf(
  application: Application,
  product: Product,
  found: ProductCallbacks,
  issuer: string,
): readonly Misfit[] {
  const misfits: Misfit[] = [];
  const add = (field: string, message: string) => misfits.push({ field, message });
  const { displayName } = product;

  if (!application.isEnabled) add('is_enabled', 'This client is disabled: nobody can sign in. Set is_enabled to true.');
  if (application.appType === 'non_interactive') {
    add('app_type', `A client of app_type non_interactive signs nobody in. Set app_type to regular_web.`);
  } else if (isPublic(application) && !product.worksWithoutSecret) {
    add(
      'app_type',
      `${displayName} keeps a client secret, and a client of app_type ${application.appType} has none. Set app_type to regular_web; the answer shows the new secret once.`,
    );
  }
  if (!application.grantTypes.includes('authorization_code')) {
    add('grant_types', `${displayName} signs people in by code. Add authorization_code to grant_types.`);
  } else if (product.withoutRefreshToken !== undefined && !application.grantTypes.includes('refresh_token')) {
    add(
      'grant_types',
      `${product.withoutRefreshToken} Add refresh_token to grant_types, and read these settings again: their scopes then hold offline_access.`,
    );
  }
  if (!found.isRegistered) {
    add(
      'callbacks',
      `${displayName} answers at a callback that this client has not registered. Add ${found.callbacks[0]} to callbacks, with the address that people reach ${displayName} at.`,
    );
  }
  if (application.requirePkce && product.pkce === 'not sent' && !isPublic(application)) {
    add('require_pkce', `${displayName} sends no PKCE, and this client demands it. Set require_pkce to false.`);
  }
  if (issuer.startsWith('http:')) {
    add(
      'issuer',
      `The issuer ${issuer} is plain http: fit for a trial on one machine only. Set PORTICO_ISSUER to the https URL that people reach the hub at; settings made before then no longer hold.`,
    );
  }
  return [...misfits, ...(product.misfits?.(application) ?? [])];
}
