import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/common/logging/index.js';
import { Browser } from '../support/browser.js';
import { authorization, redeem, signInAs } from '../support/sign-in.js';
import { World } from '../support/world.js';

describe('the story of a sign-in at LOG_LEVEL=debug', () => {
  const lines: string[] = [];
  let world: World;
  beforeAll(async () => {
    const logger = createLogger({ logLevel: 'debug' }, { write: (line: string) => void lines.push(line) });
    world = await World.start({ hub: { logger } });
  });
  afterAll(() => world?.close());

  it('the story of a sign-in at LOG_LEVEL=debug tells the steps of one sign-in in their order, tied together, without the code and the state', async () => {
    const browser = new Browser();
    const request = authorization(world);
    const end = await signInAs(browser, await browser.open(request.url), 'adele@contoso.com');
    await redeem(world, end, request);
    const story = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg.startsWith('Sign-in: '));
    expect(story.map(({ msg }) => msg)).toEqual([
      'Sign-in: the application asked for it',
      'Sign-in: a connection was decided on',
      'Sign-in: the browser was sent to the upstream',
      'Sign-in: the upstream answered',
      'Sign-in: the answer was verified',
      'Sign-in: policy admits the person',
      'Sign-in: a user was created',
      'Sign-in: a code was given',
      'Sign-in: tokens were given',
    ]);
    for (const line of story) expect(line).toMatchObject({ level: 'debug', client: world.application.clientId });
    for (const { correlationId } of story) expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
    const [asked, ...rest] = story;
    const [given, redeemed] = rest.splice(-2);
    expect(asked.signIn).toMatch(/^[0-9a-f]{12}$/);
    for (const line of [...rest, given]) expect(line.signIn).toBe(asked.signIn);
    for (const line of rest) expect(line).toMatchObject({ connection: 'contoso' });
    expect(rest[0]).toMatchObject({ decidedBy: 'button' });
    expect(redeemed.grant).toBe(given.grant);
    const code = end.url.searchParams.get('code') ?? 'no code';
    for (const secret of [code, request.state]) expect(lines.join('')).not.toContain(secret);
  });
});
