/** A connector that is broken on purpose, in one detail, and the sentences of the contract that must notice. */
import { fake } from '../../../src/connectors/fake/index.js';
import type {
  AsksAdministrators,
  Connector,
  ConnectorDefinition,
  ConnectorRuntime,
  DirectorySearch,
  KeepsDocuments,
  SelfCheck,
} from '../../../src/connectors/index.js';
import { type ConnectorHarness, runConnectorContract } from '../../../src/connectors/testing/index.js';
import { fakeConnectorHarness } from '../fake-connector-harness.js';

export interface BrokenConnector {
  /** What is wrong, as in "a connector that …". */
  readonly that: string;
  readonly definition: ConnectorDefinition;
  readonly harness: ConnectorHarness;
  /** The sentences that must not hold: these and no others. */
  readonly red: readonly string[];
  /** So much is broken that more sentences than those do not hold. Default: false. */
  readonly andMore?: boolean;
  /** Tries the sentences of these topics only. Default: all. */
  readonly topics?: readonly string[];
  /** Milliseconds that a sentence may take. Default: the suite's. */
  readonly timeLimit?: number;
}

export const fakeHarness: ConnectorHarness = fakeConnectorHarness({
  describe: () => undefined,
  it: Object.assign(() => undefined, { skip: () => undefined }),
});

/** What replaces or adds to a sound connector. */
export type Change = (
  sound: Connector,
  options: Readonly<Record<string, unknown>>,
  runtime: ConnectorRuntime,
) => Partial<Connector & AsksAdministrators & SelfCheck & DirectorySearch & KeepsDocuments>;

/** The fake connector, sound but for what `change` replaces or adds. */
export function brokenFake(change: Change, members: Partial<ConnectorDefinition> = {}): ConnectorDefinition {
  return broken(fake, change, members);
}

/** Any connector, sound but for what `change` replaces or adds. */
export function broken(
  definition: ConnectorDefinition,
  change: Change,
  members: Partial<ConnectorDefinition> = {},
): ConnectorDefinition {
  return {
    ...definition,
    abilities: ['check', 'directory_search'],
    ...members,
    create: (options: object, runtime: ConnectorRuntime): Connector => {
      const sound = definition.create(options, runtime);
      return {
        authorize: (request) => sound.authorize(request),
        callback: (response) => sound.callback(response),
        mapProfile: (identity) => sound.mapProfile(identity),
        ...change(sound, { ...options }, runtime),
      };
    },
  };
}

/** The sentences that do not hold. */
export async function redOf({ definition, harness, topics, timeLimit }: BrokenConnector): Promise<readonly string[]> {
  const { sentences } = await runConnectorContract(definition, harness, {
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(topics === undefined ? {} : { only: (topic) => topics.includes(topic) }),
  });
  return sentences.filter(({ outcome }) => outcome === 'failed').map(({ sentence }) => sentence);
}
