import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ClientAnswer, RevealedClientAnswer } from '../../src/applications/client.dto.js';
import { ClientGrantAnswer } from '../../src/applications/client-grants.controller.js';
import { ClientSettingsAnswer, ProductAnswer } from '../../src/applications/client-settings.controller.js';
import { ResourceServerAnswer } from '../../src/applications/resource-servers.controller.js';
import { CheckReport } from '../../src/connections/check/check-report.js';
import { WireEnabledClient } from '../../src/connections/connection-clients.controller.js';
import { WireConnection } from '../../src/connections/connection-presenter.js';
import { WireConnector } from '../../src/connections/connectors.controller.js';
import { LogAnswer } from '../../src/management/index.js';
import { TrialLink, TrialReport, WireTrial } from '../../src/trials/trial.dto.js';
import { UserAnswer } from '../../src/users/user.dto.js';
import { Browser } from '../support/browser.js';
import { authorization, signInAs } from '../support/sign-in.js';
import { World } from '../support/world.js';

interface Operation {
  readonly summary?: string;
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}

type Row = Record<string, unknown>;

describe('the documented answers of the management API', () => {
  let world: World;
  let paths: Record<string, Record<string, Operation>>;
  let schemas: Record<string, { readonly properties: object; readonly required: readonly string[] }>;
  beforeAll(async () => {
    world = await World.start();
    const browser = new Browser();
    await signInAs(browser, await browser.open(authorization(world).url), 'adele@contoso.com');
    const document = await (await fetch(`${world.issuer}/api/openapi.json`)).json();
    ({ paths } = document);
    ({ schemas } = document.components);
  });
  afterAll(() => world?.close());

  /** What is wrong with an answer by the class that the documentation is made from. */
  function problems(type: Type<object>, row: Row) {
    const errors = validateSync(plainToInstance(type, row), { whitelist: true, forbidNonWhitelisted: true });
    return errors.map(({ property, constraints }) => `${property}: ${JSON.stringify(constraints)}`);
  }

  it('the documented answers of the management API are there for every success that has one, and every operation has a summary', () => {
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );
    const withoutSchema = operations.filter(({ operation }) =>
      ['200', '201'].some((status) => operation.responses[status] && !operation.responses[status]?.content),
    );
    expect(operations.length).toBeGreaterThan(25);
    expect(withoutSchema.map(({ name }) => name)).toEqual([]);
    expect(operations.filter(({ operation }) => !operation.summary).map(({ name }) => name)).toEqual([]);
  });

  it.each<[string, Type<object>]>([
    ['connectors', WireConnector],
    ['connections', WireConnection],
    ['clients', ClientAnswer],
    ['client-grants', ClientGrantAnswer],
    ['resource-servers', ResourceServerAnswer],
    ['users', UserAnswer],
    ['logs', LogAnswer],
  ])('the documented answers of the management API hold for what %s answers, member by member', async (path, type) => {
    const rows = await world.api.expect<Row[]>(200, 'GET', path);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.flatMap((row) => problems(type, row))).toEqual([]);
    for (const row of rows) {
      expect(Object.keys(schemas[type.name]?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(row)));
      expect(Object.keys(row)).toEqual(expect.arrayContaining([...(schemas[type.name]?.required ?? [])]));
    }
    const operation = paths[`/api/v2/${path}`]?.get?.responses['200']?.content?.['application/json'];
    expect(JSON.stringify(operation)).toContain(`"#/components/schemas/${type.name}"`);
  });

  it('the documented answers of the management API hold for a check', async () => {
    const report = await world.api.expect<Row>(200, 'POST', `connections/${world.connectionId}/check`);
    expect(problems(CheckReport, report)).toEqual([]);
  });

  it('the documented answers of the management API hold for a trial, from its link to its report', async () => {
    const link = await world.api.expect<Row>(201, 'POST', `connections/${world.connectionId}/try`);
    const read = () => world.api.expect<Row>(200, 'GET', `connections/trials/${link.id}`);
    expect([problems(TrialLink, link), problems(WireTrial, await read())]).toEqual([[], []]);
    const browser = new Browser();
    const upstream = await browser.submit(await browser.open(String(link.url)), {}, 'Sign in and see the report');
    await browser.submit(upstream, { user: 'adele@contoso.com' });
    const finished = await read();
    expect([finished.status, problems(WireTrial, finished)]).toEqual(['finished', []]);
    expect(problems(TrialReport, finished.report as Row)).toEqual([]);
    expect(Object.keys(schemas.WireTrial?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(finished)));
    expect(JSON.stringify(schemas.WireTrial)).toContain('email_verification');
  });

  it('the documented answers of the management API hold for settings of products', async () => {
    const path = `clients/${world.application.clientId}/settings`;
    const rows = await world.api.expect<Row[]>(200, 'GET', path);
    expect(rows.flatMap((row) => problems(ProductAnswer, row))).toEqual([]);
    const settings = await world.api.expect<Row>(200, 'GET', `${path}/${rows[0]?.product}`);
    expect(problems(ClientSettingsAnswer, settings)).toEqual([]);
    expect(Object.keys(schemas.ClientSettingsAnswer?.properties ?? {})).toEqual(
      expect.arrayContaining(Object.keys(settings)),
    );
  });

  it('the documented answers of the management API hold for a client with its secret, and for the clients of a connection', async () => {
    const created = await world.api.expect<Row>(201, 'POST', 'clients', { name: 'New' });
    expect([created.client_secret, problems(RevealedClientAnswer, created)]).toEqual([expect.any(String), []]);
    const { clients } = await world.api.expect<{ clients: Row[] }>(
      200,
      'GET',
      `connections/${world.connectionId}/clients`,
    );
    expect(clients.map((one) => problems(WireEnabledClient, one))).toEqual([[]]);
    expect(problems(ClientAnswer, { ...created, client_secret: 'x' })).toHaveLength(1);
  });
});
