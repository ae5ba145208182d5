import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { writeScaffold } from './scaffold.js';

describe('the package of a new connector', () => {
  const directory = temporaryDirectory();
  afterAll(() => directory.remove());
  const ranges = { 'class-transformer': '*', 'class-validator': '*', 'types-node': '*', typescript: '*' };

  it.each(['acme', 'acme-idp', 'class', 'await', 'a-1'])(
    'the package of a new connector is code that parses, called "%s"',
    async (name) => {
      const folder = join(directory.path, name);
      const files = await writeScaffold(folder, { name, portico: 'file:x.tgz', version: '1.0.0', ranges });
      const problems = files
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) => {
          const text = readFileSync(join(folder, file), 'utf8');
          const { diagnostics = [] } = ts.transpileModule(text, {
            reportDiagnostics: true,
            compilerOptions: { module: ts.ModuleKind.ESNext, experimentalDecorators: true },
          });
          return diagnostics.map((one) => `${file}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`);
        });
      expect(problems).toEqual([]);
      expect(files).toContain(`src/${name}.connector.ts`);
    },
  );

  it('the package of a new connector is not written over anything', async () => {
    const values = { name: 'again', portico: 'file:x.tgz', version: '1.0.0', ranges };
    await writeScaffold(join(directory.path, 'again'), values);
    await expect(writeScaffold(join(directory.path, 'again'), values)).rejects.toThrow(/is not empty/);
  });
});
