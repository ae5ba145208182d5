/**
 * The connector contract kit, exported as `portico/testing`: the suite that every connector passes, in any test
 * framework (`describeConnectorContract`) or without one (`runConnectorContract`), and fake upstreams to run it
 * against. Asserts with `node:assert`; depends on no test framework.
 */
export {
  type ContractReport,
  describeConnectorContract,
  type RunContractOptions,
  runConnectorContract,
  type SentenceOutcome,
} from './connector-contract.js';
export { type OpenIdProviderHarnessOptions, openIdProviderHarness } from './openid-provider/harness.js';
export {
  type RunningOpenIdProvider,
  type StartOpenIdProviderOptions,
  startOpenIdProvider,
} from './openid-provider/listen.js';
export type { OpenIdProviderFacts, OpenIdProviderSetup } from './openid-provider/options.js';
export { type TestRuntime, type TestRuntimeOptions, testRuntime } from './test-runtime.js';
export {
  FakeOpenIdProvider,
  type FakeOpenIdProviderOptions,
  type FakePerson,
} from './upstream/fake-openid-provider.js';
export { FORGERIES, type Forgery, forgedDraft, type TokenDraft } from './upstream/forgeries.js';
export type {
  ConnectorContractHarness,
  ConnectorHarness,
  ContractUpstream,
  TestFramework,
} from './upstream/harness.js';
export { LIES, type Lie, OUTAGES, type Outage } from './upstream/lies.js';
