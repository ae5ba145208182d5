/**
 * `npm run house`: how large the source is, whether it has circles, and through how many files one sign-in leads.
 * Counts files of `src` without tests, lines on which a token stands, and for the second sign-in after start the files
 * in which at least one function ran, by V8's precise coverage of the hub's process.
 */
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { heading, line } from '../report.js';
import { followSignIn } from './path-of-sign-in.js';
import { belowTheFloor, circlesOfFiles, circlesOfFolders, readSource, type SourceFile } from './source.js';

const USAGE = `npm run house -- [options]

  --build FOLDER  the build that a sign-in is followed through (dist); its source is in "src" beside it
  --still         count the source only: start no hub
  --files         name every file that a sign-in leads through
  --help
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      build: { type: 'string', default: 'dist' },
      still: { type: 'boolean', default: false },
      files: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const build = resolve(values.build);
  const files = readSource(dirname(build));
  describeSource(files);
  if (values.still) return;
  const { signIn, callback } = await followSignIn(build);
  heading('Files in which at least one function ran, at the second sign-in after start');
  line('a sign-in, from /authorize to /userinfo', String(signIn.length));
  line('its callback alone', String(callback.length));
  if (!values.files) return;
  list(
    'The sign-in (* the callback too)',
    signIn.map((file) => `${file}${callback.includes(file) ? ' *' : ''}`),
  );
}

function describeSource(files: readonly SourceFile[]): void {
  heading('Source without tests');
  line('files', String(files.length));
  line('lines that are neither blank nor comment', String(files.reduce((sum, { code }) => sum + code, 0)));
  list('Files under 25 lines with one importer', belowTheFloor(files));
  list(
    'Circles of files',
    circlesOfFiles(files).map((one) => one.join(', ')),
  );
  list(
    'Circles of folders',
    circlesOfFolders(files).map((one) => one.join(', ')),
  );
}

function list(title: string, entries: readonly string[]): void {
  heading(`${title}: ${entries.length}`);
  for (const entry of entries) process.stdout.write(`  ${entry}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
