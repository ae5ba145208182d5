import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '../support/frameworks');
// Of a test's environment only what a process needs: jest's own switches are for jest.
const env = { PATH: process.env.PATH, NODE_NO_WARNINGS: '1' };

/** `# pass 99` in the summary of `node --test`. */
function counted(output: string, what: string): number {
  return Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(output)?.[1]);
}

// Most of it is the processes' start, on a machine that does other things beside.
jest.setTimeout(120_000);

describe('the contract suite, from the built package, over a connector and oidc-provider', () => {
  it('the contract suite, from the built package, over a connector and oidc-provider passes under node:test', async () => {
    const { stdout } = await run('node', ['--test', '--test-reporter=tap', join(folder, 'node-test.mjs')], { env });
    expect(counted(stdout, 'fail')).toBe(0);
    expect(counted(stdout, 'pass')).toBeGreaterThan(100);
    expect(counted(stdout, 'skipped')).toBeGreaterThan(0);
  });

  it('the contract suite, from the built package, over a connector and oidc-provider passes under vitest', async () => {
    const { stdout } = await run('node', [join(folder, 'run-vitest.mjs')], { env });
    const states = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>;
    expect(Object.keys(states).sort()).toEqual(['pass', 'skip']);
    expect(states.pass).toBeGreaterThan(100);
  });
});
