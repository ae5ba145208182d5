/**
 * The connector contract kit, exported as `portico/testing`: the suite that every connector passes, and a fake OpenID
 * Provider to run it against. Asserts with `node:assert` and takes `describe` and `it` from the caller; opens no socket.
 */
export { describeConnectorContract } from './connector-contract.js';
export { FakeOpenIdProvider, type FakeOpenIdProviderOptions, type FakePerson } from './fake-openid-provider.js';
export { FORGERIES, type Forgery, forgedDraft, type TokenDraft } from './forgeries.js';
export type { ConnectorContractHarness, ContractUpstream } from './harness.js';
export { OUTAGES, type Outage } from './outages.js';
export { type TestRuntime, type TestRuntimeOptions, testRuntime } from './test-runtime.js';
