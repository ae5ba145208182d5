import { createHash, randomBytes } from 'node:crypto';
import type { Trial } from '../../src/trials/index.js';
import type { Browser, Visit } from './browser.js';
import { isUpstream, type LoginHub } from './login-hub.js';

/** A trial of a connection of this hub, as the management API makes it. @returns its link. */
export async function makeTrial(hub: LoginHub, connection: string, change: Partial<Trial> = {}): Promise<string> {
  const [id, ticket] = [`try_${randomBytes(4).toString('hex')}`, randomBytes(32).toString('base64url')];
  const createdAt = hub.clock.now();
  await hub.trials.insert({
    id,
    ticketHash: createHash('sha256').update(ticket).digest('base64url'),
    connectionId: `con_${connection}`,
    connectionName: connection,
    strategy: 'tiny',
    isDraft: false,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 24 * 3_600_000),
    notes: [],
    ...change,
  });
  return `${hub.url}/login/try/${id}?ticket=${ticket}`;
}

/** Opens the link and presses its button. @returns where the browser was sent. */
export async function openTrial(browser: Browser, link: string, button = 'Sign in and see the report'): Promise<Visit> {
  return await browser.submit(await browser.open(link), {}, button, { stopAt: isUpstream });
}

/** The whole of a trial, as far as the report. */
export async function runTrial(hub: LoginHub, browser: Browser, link: string, answer: string): Promise<Visit> {
  return await browser.open(hub.answerTo(await openTrial(browser, link), answer));
}

export function trialOf(hub: LoginHub, link: string): Promise<Trial | undefined> {
  return hub.trials.find(new URL(link).pathname.split('/').at(-1) ?? '', hub.clock.now());
}
