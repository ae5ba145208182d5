/**
 * The drivers of the Azure AD connector: its own, and Microsoft's Passport strategy. Owns how a request is made and a code
 * redeemed; what a token means, and who may come in, is decided outside, the same for both.
 */
export type { Driver, DriverTokens } from './driver.js';
export { driverOf } from './driver-of.js';
