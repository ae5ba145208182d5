import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.js';
import { PorticoProcess } from './process.js';

export interface DemoPorts {
  readonly port: number;
  readonly app: number;
  readonly sandbox: number;
}

export async function freePorts(): Promise<DemoPorts> {
  const [port = 0, app = 0, sandbox = 0] = await Promise.all([freePort(), freePort(), freePort()]);
  return { port, app, sandbox };
}

/** Demos as processes with a temporary directory of their own, so that what they leave behind is seen. */
export class DemoProcesses {
  private readonly running: PorticoProcess[] = [];

  private constructor(private readonly temporary: string) {}

  static async prepare(): Promise<DemoProcesses> {
    return new DemoProcesses(await mkdtemp(join(tmpdir(), 'portico-demo-spec-')));
  }

  run({ port, app, sandbox }: DemoPorts, environment: Readonly<Record<string, string>> = {}): PorticoProcess {
    const options = ['--port', port, '--app-port', app, '--sandbox-port', sandbox].map(String);
    const demo = PorticoProcess.run(['demo', ...options], { TMPDIR: this.temporary, ...environment });
    this.running.push(demo);
    return demo;
  }

  /** One that is up. */
  async start(ports: DemoPorts): Promise<PorticoProcess> {
    const demo = this.run(ports);
    await demo.says('Ctrl-C stops everything');
    return demo;
  }

  left(): Promise<string[]> {
    return readdir(this.temporary);
  }

  async remove(): Promise<void> {
    for (const demo of this.running.splice(0)) {
      demo.kill('SIGKILL');
      await demo.finished;
    }
    await rm(this.temporary, { recursive: true, force: true });
  }
}
