import 'reflect-metadata';
import { existsSync } from 'node:fs';
import type { ConnectorHarness, ContractReport, SentenceOutcome } from '../connectors/testing/index.js';
import { parsed, seeHelp } from './arguments.js';
import { asPath, contractModule, loadConnector, runByOwnCopy } from './connector/package-under-work.js';

const SIGNS: Readonly<Record<SentenceOutcome['outcome'], string>> = { held: '✓', failed: '✗', not_applicable: '–' };

/** `portico connector test PATH`: the contract suite over a package, as a report. Exit code 1 when a sentence fails. */
export async function connectorTest(args: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(
    {
      args: [...args],
      options: { contract: { type: 'string' }, strategy: { type: 'string' } },
      allowPositionals: true,
    },
    seeHelp('connector test'),
  );
  const [given, ...rest] = positionals;
  if (given === undefined || rest.length > 0) {
    throw new Error(
      '"portico connector test" takes the folder of a package, or a file, for example: portico connector test .',
    );
  }
  const path = asPath(given);
  if (!existsSync(path)) throw new Error(`${path} is not there. Correct the path.`);
  const code = await runByOwnCopy(path, ['connector', 'test', ...args]);
  if (code !== undefined) {
    process.exitCode = code;
    return;
  }
  const definition = await loadConnector(path, values.strategy);
  const harness = harnessOf(await import(contractModule(path, values.contract).href));
  // Only authors need the suite.
  const { runConnectorContract } = await import('../connectors/testing/index.js');
  process.stdout.write(`The connector "${definition.strategy}" of ${given}\n`);
  const report = await runConnectorContract(definition, harness, { onSentence: sentencePrinter() });
  conclude(report);
}

function harnessOf(exports: Readonly<Record<string, unknown>>): ConnectorHarness {
  const harness = exports.harness ?? exports.default;
  if (typeof harness === 'object' && harness !== null && 'start' in harness) return harness as ConnectorHarness;
  throw new Error('The contract module exports no ConnectorHarness. Export it as "harness".');
}

/** One line for each sentence, below its topic. */
function sentencePrinter(): (outcome: SentenceOutcome) => void {
  let topic: string | undefined;
  return (one) => {
    if (one.topic !== topic) process.stdout.write(`\n  ${one.topic}\n`);
    topic = one.topic;
    process.stdout.write(`    ${SIGNS[one.outcome]} ${one.sentence}\n`);
    if (one.outcome !== 'held') process.stdout.write(`${indented(one.reason)}\n`);
  };
}

function indented(text: string): string {
  return text.replace(/^/gm, '        ');
}

/** @throws {Error} when a sentence failed. */
function conclude({ sentences, passed }: ContractReport): void {
  const count = (outcome: SentenceOutcome['outcome']) => sentences.filter((one) => one.outcome === outcome).length;
  const sum = `${count('held')} sentences hold, ${count('failed')} fail, ${count('not_applicable')} do not apply.`;
  if (!passed) throw new Error(`\n${sum} A hub should not be given this connector.`);
  process.stdout.write(`\n${sum}\n`);
}
