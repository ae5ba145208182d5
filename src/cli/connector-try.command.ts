import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { InvalidInputError } from '../common/errors.js';
import { createGuardedFetch } from '../common/outbound/index.js';
import { loadConfig } from '../config/index.js';
import { type ConnectorDefinition, ConnectorError, ConnectorRegistry, validateOptions } from '../connectors/index.js';
import { withoutRuntimeNotice } from '../runtime-notice.js';
import { parsed, seeHelp } from './arguments.js';
import { type CallbackServer, listenForCallback } from './connector/callback-server.js';
import { optionsFromArguments } from './connector/options-from-arguments.js';
import { asPath, loadConnector, runByOwnCopy } from './connector/package-under-work.js';
import { Trace } from './connector/trace.js';
import { trySignIn } from './connector/try-sign-in.js';

const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const;

/** `portico connector try PATH`: one sign-in against a live upstream, with a trace. Exit code 1 when it is refused. */
export async function connectorTry(args: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(
    {
      args: [...args],
      options: {
        option: { type: 'string', multiple: true },
        options: { type: 'string' },
        issuer: { type: 'string' },
        callback: { type: 'string', default: 'http://localhost:8765/callback' },
        allow: { type: 'string', multiple: true, default: [] },
        prompt: { type: 'string' },
        'login-hint': { type: 'string' },
        strategy: { type: 'string' },
        timeout: { type: 'string', default: '300' },
      },
      allowPositionals: true,
    },
    seeHelp('connector try'),
  );
  const [given, ...rest] = positionals;
  if (given === undefined || rest.length > 0) {
    throw new Error(
      '"portico connector try" takes the folder of a package, a file, or a strategy: portico connector try .',
    );
  }
  const code = existsSync(given) ? await runByOwnCopy(asPath(given), ['connector', 'try', ...args]) : undefined;
  if (code !== undefined) {
    process.exitCode = code;
    return;
  }
  const prompt = PROMPTS.find((one) => one === values.prompt);
  if (values.prompt !== undefined && prompt === undefined)
    throw new Error(`--prompt takes one of ${PROMPTS.join(', ')}.`);
  const definition = existsSync(given) ? await loadConnector(asPath(given), values.strategy) : await builtIn(given);
  const options = validated(definition, optionsFromArguments(definition, values, process.env));
  const { upstreamAllow } = loadConfig({ PORTICO_UPSTREAM_ALLOW: values.allow.join(',') });
  const now = () => new Date();
  const trace = new Trace((line) => process.stdout.write(`${line}\n`), now);
  const server = await listenForCallback(values.callback);
  trace.plain(`Callback URL, to be registered at the upstream:  ${server.callbackUrl}\n`);
  try {
    await trySignIn({
      definition,
      options,
      callbackUrl: server.callbackUrl,
      asked: {
        ...(prompt !== undefined && { prompt }),
        ...(values['login-hint'] !== undefined && { loginHint: values['login-hint'] }),
      },
      trace,
      fetch: createGuardedFetch({ allow: upstreamAllow }),
      now,
      browse: inBrowser(server, trace, wholeNumber('--timeout', values.timeout, 86_400)),
    });
    trace.plain('\nSigned in.');
  } catch (error) {
    if (error instanceof ConnectorError) throw new Error('\nNot signed in: the connector refused, see above.');
    throw error;
  } finally {
    server.close();
  }
}

function inBrowser(server: CallbackServer, trace: Trace, seconds: number) {
  return (url: string): Promise<URLSearchParams> => {
    trace.plain(`\nOpen this URL and sign in:\n\n  ${url}\n`);
    return server.answer(seconds * 1000);
  };
}

async function builtIn(strategy: string): Promise<ConnectorDefinition> {
  const { builtInConnectors } = await withoutRuntimeNotice(() => import('../app.module.js'));
  const found = new ConnectorRegistry(builtInConnectors).find(strategy);
  if (found !== undefined) return found;
  const known = builtInConnectors.map((one) => one.strategy).join(', ');
  throw new Error(`There is no file "${strategy}" here, and no connector of that name: ${known}.`);
}

/** All problems at once, as the management API has them. */
function validated(definition: ConnectorDefinition, input: ReturnType<typeof optionsFromArguments>): object {
  try {
    return validateOptions(definition, input);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const lines = error.fields.map(({ message }) => `  - ${message}`);
    throw new Error(`The options are not valid (give them by --option NAME=VALUE):\n${lines.join('\n')}`);
  }
}

function wholeNumber(name: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= max) return number;
  throw new Error(`${name} takes a number from 1 to ${max}.`);
}
