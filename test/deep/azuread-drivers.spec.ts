/** The connector's cases and its contract suite, word for word, over the second driver; the sandbox over https. */
import { credentials } from '../support/entra-upstream.js';
import { runsWith } from '../support/sandbox-world.js';

Object.assign(credentials, { driver: 'passport-azure-ad' });
Object.assign(runsWith, { driver: 'passport-azure-ad', isSecure: true });
await import('../../src/connectors/azuread/azuread.contract.spec.js');
await import('../../src/connectors/azuread/issuer.spec.js');
await import('../e2e/azuread-sandbox.spec.js');
