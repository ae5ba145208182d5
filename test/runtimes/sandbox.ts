/** The sandbox Entra as a process: says where it is, and registers the redirect URIs that its parent sends. */
import { pathToFileURL } from 'node:url';

const [entry = ''] = process.argv.slice(2);
const { startSandbox } = (await import(pathToFileURL(entry).href)) as typeof import('../../src/sandbox/index.js');
const { demoConnection } = (await import(
  new URL('./demo-connection.js', pathToFileURL(entry)).href
)) as typeof import('../../src/sandbox/demo-connection.js');

const sandbox = await startSandbox();
process.on('message', ({ clientId, callbackUrl }: { readonly clientId: string; readonly callbackUrl: string }) => {
  sandbox.control.addRedirectUri(clientId, callbackUrl);
  process.send?.('registered');
});
process.send?.({ url: sandbox.url, connection: demoConnection(sandbox).body });
