import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DemoProcesses, freePorts } from '../support/demo-processes.js';

describe('portico demo, beside another and stopped twice', () => {
  let demos: DemoProcesses;
  beforeEach(async () => {
    demos = await DemoProcesses.prepare();
  });
  afterEach(() => demos.remove());

  it('portico demo, beside another and stopped twice takes the Ctrl-C that npm passes on a second time for the same one', async () => {
    const demo = await demos.start(await freePorts());
    demo.kill('SIGINT');
    await new Promise((done) => setImmediate(done));
    demo.kill('SIGINT');
    expect(await demo.finished).toMatchObject({ code: 0, signal: null });
    expect(await demos.left()).toEqual([]);
  });

  it('portico demo, beside another and stopped twice runs beside another one on ports of its own, and names every port in use with the way out', async () => {
    const ports = await freePorts();
    await demos.start(ports);
    const beside = await demos.start(await freePorts());
    beside.kill('SIGTERM');
    expect(await beside.finished).toMatchObject({ code: 0 });

    const end = await demos.run(ports).finished;
    expect(end.code).toBe(1);
    for (const port of Object.values(ports)) expect(end.output).toContain(`Port ${port} is in use`);
    const [, suggestion = ''] = /portico demo (--port .*)\n$/.exec(end.output) ?? [];
    expect(suggestion).toMatch(/^--port \d+ --app-port \d+ --sandbox-port \d+$/);
    for (const port of Object.values(ports)) expect(suggestion).not.toContain(String(port));
    expect(await demos.left()).toHaveLength(1);
  });
});
