/**
 * Consents: an administrator of an upstream's directory is sent to its consent page, and what they bring back is recorded,
 * first as claimed, then as verified. Signs nobody in.
 */
export { type AdminConsentRecord, AdminConsentStore, type ConsentEvidence, type ConsentKey } from './admin-consent.js';
export { ConsentsModule } from './consents.module.js';
