import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { authorization, redeem, signInAs } from '../support/sign-in.js';
import { World } from '../support/world.js';

describe('the metrics of a hub at work', () => {
  let world: World;
  let text = '';
  beforeAll(async () => {
    world = await World.start();
    const browser = new Browser();
    const request = authorization(world);
    await redeem(world, await signInAs(browser, await browser.open(request.url), 'adele@contoso.com'), request);
    // Back to the upstream and no further: one login waits.
    await new Browser().open(authorization(world, { connection: 'contoso' }).url);
    await world.api.call('GET', 'connections/con_nothing');
    await world.api.call('GET', 'nothing/of/the/kind');
    await world.api.call('POST', `connections/${world.connectionId}/check`);
    text = await metrics();
  });
  afterAll(() => world?.close());

  const metrics = async () => (await fetch(`${world.issuer}/metrics`)).text();
  const value = (series: string) => {
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  };

  // covers OPERATOR-03
  it('the metrics of a hub at work count sign-ins by connection and outcome, and tokens by grant', () => {
    expect(value('portico_sign_ins_total{connection="contoso",outcome="success"}')).toBe(1);
    expect(value('portico_token_requests_total{grant="authorization_code",outcome="issued"}')).toBe(1);
    expect(value('portico_token_requests_total{grant="client_credentials",outcome="issued"}')).toBe(1);
  });

  it('the metrics of a hub at work measure what was asked of the upstream, by connection and operation', () => {
    const count = (operation: string, outcome = 'ok') =>
      value(
        `portico_upstream_request_duration_seconds_count{connection="contoso",operation="${operation}",outcome="${outcome}"}`,
      );
    for (const operation of ['discovery', 'keys', 'token']) expect(count(operation)).toBeGreaterThan(0);
    // The check sends a made-up code.
    expect(count('token', 'refused')).toBe(1);
  });

  it('the metrics of a hub at work show what is kept: connectors, the age of their documents, logins that wait', () => {
    expect(value('portico_connector_cache_size')).toBe(1);
    expect(value('portico_connector_cache_requests_total{result="miss"}')).toBe(1);
    expect(value('portico_connector_cache_requests_total{result="hit"}')).toBeGreaterThan(0);
    expect(value('portico_upstream_document_age_seconds{connection="contoso",document="keys"}')).toBeGreaterThan(0);
    expect(value('portico_pending_logins')).toBeGreaterThan(0);
  });

  it('the metrics of a hub at work count requests of the management API by template and status', () => {
    const requests = (method: string, route: string, status: number) =>
      value(`portico_management_requests_total{method="${method}",route="${route}",status="${status}"}`);
    expect(requests('POST', '/api/v2/connections', 201)).toBe(1);
    expect(requests('GET', '/api/v2/connections/:id', 404)).toBe(1);
    expect(requests('GET', '(unmatched)', 404)).toBe(1);
  });

  it('the metrics of a hub at work have the storage and the process in them', () => {
    expect(value('portico_storage_query_duration_seconds_count{outcome="ok"}')).toBeGreaterThan(10);
    expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  });

  it('the metrics of a hub at work hold nothing about a person, no id of a request, and no value that somebody sent', async () => {
    for (const known of ['adele', 'contoso.com', 'con_nothing', 'nothing/of', world.application.clientId]) {
      expect(text.toLowerCase()).not.toContain(known);
    }
    const series = () => metrics().then((now) => now.split('\n').filter((line) => line.startsWith('portico_')).length);
    const before = await series();
    for (let index = 0; index < 20; index += 1) {
      await world.api.call('GET', `connections/con_${index}`);
      await fetch(`${world.issuer}/login/callback/made-up-${index}?state=${'x'.repeat(43)}`);
      await fetch(`${world.issuer}/oauth/token`, { method: 'POST', body: `grant_type=made-up-${index}` });
    }
    expect(await series()).toBe(before);
  });
});
