import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { type ManagementApiUnderTest, startManagementApi } from '../../test/support/management-api.js';

@Controller('host')
class HostController {
  @Get('secret-plans')
  read() {
    return 'not of the hub';
  }
}

@Module({ controllers: [HostController] })
class HostModule {}

interface Operation {
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly $ref: string } }> };
  readonly responses: Record<string, unknown>;
}

describe('the documentation of the management API', () => {
  let api: ManagementApiUnderTest;
  let paths: Record<string, Record<string, Operation>>;
  let schemas: Record<
    string,
    { properties: Record<string, object>; required: string[]; additionalProperties: boolean }
  >;

  beforeAll(async () => {
    api = await startManagementApi({ imports: [HostModule] });
    const answer = await api.http.get('/api/openapi.json');
    paths = answer.body.paths;
    schemas = answer.body.components.schemas;
  });
  afterAll(() => api.close());

  it('the documentation of the management API is public, and names the hub’s routes and no other', async () => {
    expect((await api.http.get('/host/secret-plans')).status).toBe(200);
    expect(Object.keys(paths).sort()).toEqual([
      '/api/v2/client-grants',
      '/api/v2/client-grants/{id}',
      '/api/v2/clients',
      '/api/v2/clients/{client_id}',
      '/api/v2/clients/{client_id}/rotate-secret',
      '/api/v2/clients/{client_id}/settings',
      '/api/v2/clients/{client_id}/settings/{product}',
      '/api/v2/logs',
      '/api/v2/logs/{log_id}',
      '/api/v2/resource-servers',
      '/api/v2/resource-servers/{id}',
      '/api/v2/users',
      '/api/v2/users-by-email',
      '/api/v2/users/{id}',
      '/api/v2/users/{id}/logs',
    ]);
  });

  it('the documentation of the management API says which scopes a route requires and how it fails', () => {
    const operation = paths['/api/v2/users/{id}/logs']?.get;
    expect(operation?.security).toEqual([
      { management_token: [] },
      { client_credentials: ['read:users', 'read:logs'] },
    ]);
    expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '429', '503']);
    expect(Object.keys(paths['/api/v2/clients']?.post?.responses ?? {})).toContain('409');
  });

  it('the documentation of the management API describes bodies by the classes that validate them', () => {
    const content = paths['/api/v2/clients']?.post?.requestBody?.content['application/json'];
    expect(content?.schema.$ref).toBe('#/components/schemas/CreateClientDto');
    const schema = schemas.CreateClientDto;
    expect(schema?.required).toEqual(['name']);
    expect(schema?.additionalProperties).toBe(false);
    expect(schema?.properties.app_type).toMatchObject({ enum: ['spa', 'native', 'regular_web', 'non_interactive'] });
    expect(schema?.properties.callbacks).toMatchObject({ type: 'array', maxItems: 100 });
    expect(schema?.properties.name).toMatchObject({ type: 'string', minLength: 1, maxLength: 128 });
    expect(schema?.properties.client_id).toMatchObject({ readOnly: true });
    expect(paths['/api/v2/clients/{client_id}/rotate-secret']?.post).not.toHaveProperty('requestBody');
  });

  it('the documentation of the management API describes query and path parameters', () => {
    const parameters = paths['/api/v2/clients']?.get?.parameters ?? [];
    expect(parameters.map(({ name }) => name).sort()).toEqual(
      [
        'app_type',
        'fields',
        'from',
        'include_fields',
        'include_totals',
        'is_first_party',
        'is_global',
        'page',
        'per_page',
        'take',
      ].sort(),
    );
    expect(parameters.find(({ name }) => name === 'per_page')).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100 },
    });
    expect(paths['/api/v2/users-by-email']?.get?.parameters.find(({ name }) => name === 'email')?.required).toBe(true);
    expect(paths['/api/v2/clients/{client_id}']?.get?.parameters).toContainEqual(
      expect.objectContaining({ name: 'client_id', in: 'path', required: true }),
    );
  });

  it('the documentation of the management API refers to no schema that is not there', async () => {
    const text = (await api.http.get('/api/openapi.json')).text;
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((name) => schemas[name] === undefined)).toEqual([]);
  });

  it('the documentation of the management API has a page with nothing inline, under a policy that allows scripts of the hub only', async () => {
    const page = await api.http.get('/api/docs');
    expect([page.status, page.type]).toEqual([200, 'text/html']);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    expect(page.text).not.toMatch(/<script>|<style|style=|\son\w+=/);
    for (const [, file] of page.text.matchAll(/(?:src|href)="(\/api\/docs\/[^"]+)"/g)) {
      expect([file, (await api.http.get(String(file))).status]).toEqual([file, 200]);
    }
  });

  it.each(['package.json', '..%2fpackage.json', 'index.html', '%00', 'swagger-ui.css%00', 'constructor', '__proto__'])(
    'the documentation of the management API serves no file but those of the page: %s',
    async (file) => {
      const answer = await api.http.get(`/api/docs/${file}`);
      expect([answer.status, answer.type]).toEqual([404, 'application/json']);
    },
  );
});
