import { type Application, isPublic } from '../application.js';
import type { ProductCallbacks } from './callbacks.js';
import type { Misfit, Product } from './product.js';

/** What keeps a product from signing people in with this application, each with the remedy. Empty when it fits. */
export function misfitsOf(
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
