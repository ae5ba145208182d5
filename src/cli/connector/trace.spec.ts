import { beforeEach, describe, expect, it } from '@jest/globals';
import { answerFakeLogin } from '../../../test/support/fake-answer.js';
import { fake } from '../../connectors/fake/index.js';
import { type ConnectorDefinition, ConnectorError, validateOptions } from '../../connectors/index.js';
import { Trace } from './trace.js';
import { type TriedSignIn, trySignIn } from './try-sign-in.js';

const SECRET = 'canary "secret" of the fake upstream/+';
const now = () => new Date('2026-11-21T10:00:00Z');

describe('the trace of a sign-in', () => {
  let lines: string[];
  let trace: Trace;
  beforeEach(() => {
    lines = [];
    trace = new Trace((line) => lines.push(line), now);
  });

  it.each([
    ['as it is', SECRET],
    ['in a URL', `https://idp.example/?x=${encodeURIComponent(SECRET)}`],
    ['in Basic authentication', Buffer.from(SECRET).toString('base64')],
    ['in JSON', JSON.stringify({ password: 'x', value: SECRET })],
  ])('masks a secret %s', (_how, text) => {
    trace.line('log', text);
    expect(lines.join()).toContain(text.slice(0, 8));
    trace.hide(SECRET);
    lines.length = 0;
    trace.line('log', text);
    trace.plain(text);
    expect(lines.join()).not.toMatch(/canary|Y2FuYXJ5/);
  });

  it('the trace of a sign-in shows requests without query and body', async () => {
    const fetch = trace.fetch(async () => new Response('canary-body', { headers: { 'content-type': 'text/plain' } }));
    await fetch('https://idp.example/token?code=canary', { method: 'POST', body: 'code=canary' });
    expect(lines).toEqual([expect.stringMatching(/POST https:\/\/idp\.example\/token {2}200 text\/plain$/)]);
    await expect(trace.fetch(() => Promise.reject(new Error('no route')))('https://idp.example/')).rejects.toThrow();
    expect(lines.at(-1)).toContain('failed: no route');
  });

  const tried = (browse: TriedSignIn['browse']): TriedSignIn => ({
    definition: fake as ConnectorDefinition,
    options: validateOptions(fake, { client_id: 'hub', shared_secret: SECRET }),
    callbackUrl: 'http://localhost:8765/callback',
    asked: {},
    trace,
    fetch: () => Promise.reject(new Error('no request was expected')),
    now,
    browse,
  });
  const answer = (url: string) =>
    answerFakeLogin({ url, sharedSecret: SECRET, now: now(), person: { sub: '4711', name: 'Adele' } });

  it('the trace of a sign-in ends with who signed in', async () => {
    await trySignIn(tried(answer));
    expect(lines.join('\n')).toMatch(/answer +parameters answer, state[\s\S]*"subject": "4711"[\s\S]*"name": "Adele"/);
    expect(lines.join('\n')).not.toContain('canary');
  });

  it('the trace of a sign-in explains a refusal, and who can mend it', async () => {
    const cancelled = async (url: string) =>
      new URLSearchParams({ error: 'access_denied', state: new URL(url).searchParams.get('state') ?? '' });
    await expect(trySignIn(tried(cancelled))).rejects.toThrow(ConnectorError);
    expect(lines.join('\n')).toMatch(/refused +access_denied at the step "callback"[\s\S]*mended by person/);
  });

  it('the trace of a sign-in passes no answer with another state to the connector, as a hub does not', async () => {
    const forged = async (url: string) => {
      const parameters = await answer(url);
      parameters.set('state', 'another');
      return parameters;
    };
    await expect(trySignIn(tried(forged))).rejects.toThrow(/a hub would not pass it/);
  });
});
