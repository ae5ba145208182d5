import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { PorticoProcess } from '../../test/support/process.js';

const built = pathToFileURL(join(resolve(import.meta.dirname, '../..'), 'dist/cli/modest-heap.js')).href;

/** A process of its own: the settings are the whole process's. What lives shortly is kept for a while, as a request's is. */
const SCRIPT = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { setTimeout as pause } from 'node:timers/promises';
  import { collectEarly, keepNewSpaceSmall } from '${built}';

  const room = () => {
    const space = getHeapSpaceStatistics().find((one) => one.space_name === 'new_space');
    return Math.round((space.space_used_size + space.space_available_size) / 2 ** 20);
  };
  keepNewSpaceSmall();
  const loaded = Array.from({ length: 400 }, () => new Array(4096).fill(1));
  const sizes = [room()];
  collectEarly();
  const alive = [];
  for (let turn = 0; turn < 200; turn += 1) {
    for (let one = 0; one < 32; one += 1) alive.push(new Array(2048).fill(one));
    alive.splice(0, alive.length - 40);
    await pause(1);
    sizes.push(room());
  }
  console.log(JSON.stringify({ after: sizes.at(-1), loaded: sizes[0], most: Math.max(...sizes), kept: loaded.length }));
`;

describe('the memory of the service', () => {
  it('is not filled by loading, and gets 4 MiB for new objects under load, and no more', async () => {
    const run = PorticoProcess.start(['--input-type=module', '-e', SCRIPT], { env: {} });
    const { output } = await run.finished;
    expect(JSON.parse(output)).toEqual({ loaded: 1, after: 4, most: 4, kept: 400 });
  });
});
