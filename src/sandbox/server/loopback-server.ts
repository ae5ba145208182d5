/** Listening, closing and the style sheet, for servers that are for development only. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

export function assertNotProduction(what: string): void {
  if (process.env.NODE_ENV === 'production')
    throw new Error(`${what} is for development and tests: it does not start with NODE_ENV=production.`);
}

export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const STYLE_SHEET = readFileSync(new URL('../pages/sandbox.css', import.meta.url), 'utf8');

/** Serves the style sheet that the pages of the sandbox and of the sample application share. */
export function serveStyleSheet(application: Express, path: string): void {
  application.get(path, (_request, response) => {
    response.set({ 'cache-control': 'max-age=300', 'x-content-type-options': 'nosniff' }).type('css').send(STYLE_SHEET);
  });
}
