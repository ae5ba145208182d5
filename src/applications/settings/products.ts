import { NotFoundError } from '../../common/errors.js';
import type { Product } from './product.js';
import { coder } from './products/coder.js';
import { grafana } from './products/grafana.js';
import { oauth2Proxy } from './products/oauth2-proxy.js';
import { openMetadata } from './products/openmetadata.js';
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
