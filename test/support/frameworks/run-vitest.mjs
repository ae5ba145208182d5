/** Runs `vitest.mjs` as vitest does, and prints how many sentences went how, by state, as JSON. */
import { startTests } from '@vitest/runner';

const config = {
  root: import.meta.dirname,
  setupFiles: [],
  passWithNoTests: false,
  sequence: { hooks: 'stack', setupFiles: 'list', seed: 1 },
  maxConcurrency: 1,
  testTimeout: 10_000,
  hookTimeout: 10_000,
  retry: 0,
  includeTaskLocation: false,
};
const runner = { config, importFile: (file) => import(file) };
const [file] = await startTests([`${import.meta.dirname}/vitest.mjs`], runner);

const states = {};
const count = (task) => {
  if (task.tasks === undefined) {
    const state = task.result?.state ?? task.mode;
    states[state] = (states[state] ?? 0) + 1;
    if (state === 'fail') process.stderr.write(`${task.name}: ${task.result.errors?.[0]?.message}\n`);
  }
  for (const child of task.tasks ?? []) count(child);
};
count(file);
process.stdout.write(`${JSON.stringify(states)}\n`);
