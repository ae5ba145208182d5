import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { freePort } from './ports.js';
import { PorticoProcess } from './process.js';

/** Hubs as processes on one data directory and one port of their own, one test's worth. */
export class HubProcesses {
  private readonly running: PorticoProcess[] = [];

  private constructor(
    readonly dataDir: string,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async prepare(): Promise<HubProcesses> {
    const dataDir = await mkdtemp(join(tmpdir(), 'portico-process-'));
    return new HubProcesses(dataDir, { PORT: String(await freePort()), PORTICO_DATA_DIR: dataDir });
  }

  get issuer(): string {
    return `http://localhost:${this.environment.PORT}`;
  }

  get clientFile(): string {
    return join(this.dataDir, 'management-client.json');
  }

  /** A hub that is ready. */
  async start(overrides: Readonly<Record<string, string>> = {}): Promise<PorticoProcess> {
    const hub = PorticoProcess.run(['start'], { ...this.environment, ...overrides });
    this.running.push(hub);
    // The whole line: what reads the output line by line meets no half of one.
    await hub.says(/Portico is ready.*\n/);
    return hub;
  }

  /** What a start says that is refused. */
  async refusal(overrides: Readonly<Record<string, string>> = {}): Promise<string> {
    const end = await PorticoProcess.run(['start'], { ...this.environment, ...overrides }).finished;
    expect(end.code).toBe(1);
    // For the operator: the sentence with the remedy, neither a log record of it nor a stack.
    expect(end.output).not.toMatch(/\n\s+at |"stack"|"level":"(error|fatal)"/);
    return end.output;
  }

  async remove(): Promise<void> {
    for (const hub of this.running.splice(0)) {
      hub.kill('SIGKILL');
      await hub.finished;
    }
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
