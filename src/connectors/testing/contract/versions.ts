/** Sentences about options that an earlier version of the connector stored. */
import assert from 'node:assert/strict';
import type { ConnectorDefinition, JsonObject } from '../../connector.js';
import { validateOptions } from '../../validate-options.js';
import { type Subject, topic, unless } from './sentence.js';

const isFirst = ({ definition }: Subject) =>
  (definition.optionsVersion ?? 1) > 1 ? undefined : 'The options of the connector are of their first version.';

export const versionsSentences = topic('earlier versions of its options', {
  'are rewritten, each of them, into options that it accepts': unless(isFirst, ({ definition, harness }) => {
    for (const version of versionsBefore(definition)) {
      const stored = harness.earlierOptions?.[version];
      assert.ok(stored, `the harness has no earlierOptions of version ${version}`);
      const problem = problemOf(definition, rewritten(definition, copyOf(stored), version));
      assert.equal(problem, undefined, `of version ${version}`);
    }
  }),

  'are rewritten from themselves alone: the same way twice, and what was given stays as it is': unless(
    isFirst,
    ({ definition, harness }) => {
      for (const [version, stored] of Object.entries(harness.earlierOptions ?? {})) {
        const given = copyOf(stored);
        const once = rewritten(definition, given, Number(version));
        assert.deepEqual(given, stored, `options of version ${version} were changed in place`);
        assert.deepEqual(
          rewritten(definition, given, Number(version)),
          once,
          `version ${version} came out differently`,
        );
      }
    },
  ),
});

function versionsBefore({ optionsVersion = 1 }: ConnectorDefinition): readonly number[] {
  return Array.from({ length: optionsVersion - 1 }, (_, index) => index + 1);
}

function copyOf(options: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(options)) as JsonObject;
}

/** As it is stored. */
function rewritten(definition: ConnectorDefinition, options: JsonObject, from: number): JsonObject {
  return JSON.parse(JSON.stringify(definition.migrateOptions?.(options, from) ?? null)) as JsonObject;
}

function problemOf(definition: ConnectorDefinition, options: JsonObject): string | undefined {
  try {
    validateOptions(definition, options);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
