import { type Application, isPublic } from '../application.js';
import { type ProductCallbacks, productCallbacks } from './callbacks.js';
import { hubEndpoints } from './hub-endpoints.js';
import { misfitsOf } from './misfits.js';
import { type Misfit, type Product, SECRET_PLACEHOLDER, type SettingsValues } from './product.js';

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

/** Writes the settings of a product for an application of the hub with this issuer. Pure. */
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
