/**
 * Node's own environment, in which a suite fails that leaves something behind: a server, a connection, a process, a timer.
 * One of them is enough that the test run does not end by itself.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/** What is on its way out at the end of a suite gets this long: it is not waited for where nothing is. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;

export default class LeakEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.before = resources();
  }

  async teardown() {
    const left = await leftSince(this.before);
    await super.teardown();
    if (left.length > 0)
      throw new Error(
        `This suite leaves behind what keeps its process alive: ${left.join(', ')}. Close it in an afterEach or afterAll. ` +
          'What it is, jest says with --detectOpenHandles and this file alone.',
      );
  }
}

/** The kinds of what keeps the event loop going, one for each; what is unreferenced is none. */
function resources() {
  return process.getActiveResourcesInfo();
}

async function leftSince(before) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const left = difference(resources(), before);
    if (left.length === 0 || performance.now() > deadline) return left;
    await pause(PAUSE_MS);
  }
}

function difference(now, before) {
  const known = [...before];
  return now.filter((kind) => {
    const index = known.indexOf(kind);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}
