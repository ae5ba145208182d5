/** The cases of the authorization request, word for word, over the second driver. */
import { credentials } from '../../../../test/support/entra-upstream.js';

Object.assign(credentials, { driver: 'passport-azure-ad' });
await import('../authorize.spec.js');
