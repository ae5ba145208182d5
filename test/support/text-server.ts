import { createServer } from 'node:http';

export interface TextServer {
  close(): Promise<void>;
}

/** Answers every request to an origin of this machine with the same HTML. */
export async function serveText(origin: string, html: string): Promise<TextServer> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  const { hostname, port } = new URL(origin);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(Number(port), hostname, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
