/** Serves a style sheet that lies beside the code. */
import { readFileSync } from 'node:fs';
import type { Express } from 'express';

export function styleSheet(application: Express, path: string, file: URL): void {
  const css = readFileSync(file, 'utf8');
  application.get(path, (_request, response) => {
    response.set({ 'cache-control': 'max-age=300', 'x-content-type-options': 'nosniff' }).type('css').send(css);
  });
}
