import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { temporaryDirectory } from './temporary-directory.js';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const TIME_LIMIT = 240_000;

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** The package as `npm pack` makes it, installed in an empty folder by `npm install`. */
export class InstalledPortico {
  private constructor(
    readonly folder: string,
    /** What is in the package, as paths. */
    readonly files: readonly string[],
    private readonly directory: { remove(): void },
  ) {}

  static async install(): Promise<InstalledPortico> {
    const directory = temporaryDirectory();
    const files = await pack(join(directory.path, 'packed'), directory.path);
    const folder = join(directory.path, 'project');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
    const installed = new InstalledPortico(folder, files, directory);
    await installed.npmInstall('.', '../portico-0.1.0.tgz');
    return installed;
  }

  /** Without install scripts: none of what is tested needs one. */
  async npmInstall(inside: string, ...what: readonly string[]): Promise<void> {
    const quiet = ['--ignore-scripts', '--omit=optional', '--prefer-offline', '--no-audit', '--no-fund'];
    const { code, output } = await this.run(inside, 'npm', 'install', ...quiet, ...what);
    if (code !== 0) throw new Error(`npm install ${what.join(' ')} failed:\n${output}`);
  }

  portico(...args: readonly string[]): Promise<Ran> {
    return this.run('.', 'npx', '--no-install', 'portico', ...args);
  }

  /** Runs a command to its end. */
  async run(inside: string, command: string, ...args: readonly string[]): Promise<Ran> {
    const { PATH = '', HOME = '' } = process.env;
    const options = { cwd: join(this.folder, inside), env: { PATH, HOME }, timeout: TIME_LIMIT, maxBuffer: 1e8 };
    try {
      const { stdout, stderr } = await run(command, [...args], options);
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
      if (typeof code !== 'number') throw error;
      return { code, output: stdout + stderr };
    }
  }

  /** Path of its command line, for processes that go on. */
  get command(): string {
    return join(this.folder, 'node_modules/portico/dist/cli/portico.js');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  remove(): void {
    this.directory.remove();
  }
}

/**
 * What `npm pack` makes after `prepack`, from the build at hand: a build of its own would take away the one that other
 * tests run.
 */
async function pack(staging: string, destination: string): Promise<readonly string[]> {
  if (!existsSync(join(root, 'dist/index.js'))) throw new Error('There is no build. Run: npm run build');
  mkdirSync(staging);
  const notOurs = ['node_modules', 'build', 'data', 'coverage', '.git'].map((name) => join(root, name));
  cpSync(root, staging, { recursive: true, filter: (path) => !notOurs.includes(path) });
  symlinkSync(join(root, 'node_modules'), join(staging, 'node_modules'));
  const declarations = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--declaration', '--noCheck'];
  await run(join(root, 'node_modules/.bin/tsc'), [...declarations, '--outDir', join(staging, 'dist')], { cwd: root });
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', destination], {
    cwd: staging,
    maxBuffer: 1e8,
  });
  const [packed] = JSON.parse(stdout) as { readonly files: readonly { readonly path: string }[] }[];
  return (packed?.files ?? []).map(({ path }) => path);
}
