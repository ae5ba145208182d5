/** The connector’s own cases, word for word, over the second driver. */
import { credentials } from '../../../../test/support/entra-upstream.js';

Object.assign(credentials, { driver: 'passport-azure-ad' });
await import('../azuread.connector.spec.js');
