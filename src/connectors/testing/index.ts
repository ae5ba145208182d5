/**
 * The connector contract kit, exported as `portico/testing`: the suite that every connector passes, in any test
 * framework (`describeConnectorContract`) or without one (`runConnectorContract`), and fake upstreams to run it
 * against. Asserts with `node:assert`; depends on no test framework.
 */
export { describeConnectorContract } from './connector-contract.js';
export { FakeOpenIdProvider, type FakeOpenIdProviderOptions, type FakePerson } from './fake-openid-provider.js';
export { FORGERIES, type Forgery, forgedDraft, type TokenDraft } from './forgeries.js';
export type { ConnectorContractHarness, ConnectorHarness, ContractUpstream, TestFramework } from './harness.js';
export { LIES, type Lie } from './lies.js';
export { type OpenIdProviderHarnessOptions, openIdProviderHarness } from './openid-provider/harness.js';
export {
  type RunningOpenIdProvider,
  type StartOpenIdProviderOptions,
  startOpenIdProvider,
} from './openid-provider/listen.js';
export type { OpenIdProviderFacts, OpenIdProviderSetup } from './openid-provider/options.js';
export { OUTAGES, type Outage } from './outages.js';
export {
  type ContractReport,
  type RunContractOptions,
  runConnectorContract,
  type SentenceOutcome,
} from './run-contract.js';
export { type TestRuntime, type TestRuntimeOptions, testRuntime } from './test-runtime.js';
