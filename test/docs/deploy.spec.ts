import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { VARIABLES } from '../../src/config/environment.js';
import { root } from './links.js';

const read = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8');

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly build?: { readonly context: string; readonly dockerfile: string };
}

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');
  const stages = dockerfile.split(/^(?=FROM )/m).slice(1);
  const image = stages.at(-1) ?? '';

  it('the Dockerfile has nothing that its linter complains of', () => {
    expect(validate(dockerfile)).toEqual([]);
  });

  it('builds in stages of their own, on the Node that the documentation recommends, without install scripts', () => {
    expect(stages.length).toBeGreaterThan(2);
    for (const stage of stages) expect(stage).toMatch(/^FROM node:24-slim\b/);
    for (const [line] of dockerfile.matchAll(/npm (?:ci|install)[^\n]*/g)) expect(line).toContain('--ignore-scripts');
    expect(image).not.toMatch(/npm (?:ci|install)/);
  });

  it('the Dockerfile runs without root, and asks the hub itself whether it is ready', () => {
    expect(image).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(image).toMatch(/^HEALTHCHECK [^\n]*\\\n +CMD \["node", "-e", "fetch\(.*\/health\/ready/m);
    expect(image).toMatch(/^ENTRYPOINT \["node",/m);
  });

  it('the Dockerfile is given only files that exist, and no secret', () => {
    const ignored = read('Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(ignored[0]).toBe('*');
    const given = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect(new Set(copied.map((file) => file.replace('./', '')))).toEqual(new Set(given));
    expect(given.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  const compose = parse(read('compose.yaml')) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  };
  const { portico, postgres } = compose.services;

  it.each(Object.keys(compose.services))(
    'compose.yaml lets the container %s write nowhere, and gain nothing',
    (name) => {
      expect(compose.services[name]).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    },
  );

  it('compose.yaml starts the hub when its database is healthy, and shows it to this machine alone', () => {
    expect(portico?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(postgres?.healthcheck).toBeDefined();
    expect(portico?.build).toEqual({ context: '..', dockerfile: 'deploy/Dockerfile' });
    expect(portico?.ports).toEqual(['127.0.0.1:3000:3000']);
    expect(postgres?.ports).toBeUndefined();
    expect(compose.networks.database).toEqual({ internal: true });
  });

  it('compose.yaml sets variables that the hub knows, and contains no secret', () => {
    const variables = new Set<string>(VARIABLES);
    expect(Object.keys(portico?.environment ?? {}).filter((name) => !variables.has(name))).toEqual([]);
    const secrets = Object.values(compose.services).flatMap(({ environment }) =>
      Object.entries(environment).filter(([name]) => /SECRET|PASSWORD|DATABASE_URL/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(3);
    for (const [, value] of secrets) expect(value).toMatch(/\$\{\w+:\?/);
  });

  it('compose.yaml asks for the variables that env.example has, and for no others', () => {
    const asked = new Set([...read('compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const offered = [...read('env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    asked.delete('LOG_LEVEL');
    expect(new Set(offered)).toEqual(asked);
  });
});

describe('the systemd unit', () => {
  const unit = read('portico.service');
  const settings = [...unit.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value] as const);

  it.each([
    ['NoNewPrivileges', 'yes'],
    ['ProtectSystem', 'strict'],
    ['ProtectHome', 'yes'],
    ['PrivateTmp', 'yes'],
    ['PrivateDevices', 'yes'],
    ['CapabilityBoundingSet', ''],
    ['StateDirectory', 'portico'],
    ['StateDirectoryMode', '0700'],
    ['RestrictNamespaces', 'yes'],
    ['SystemCallArchitectures', 'native'],
    ['UMask', '0077'],
  ])('the systemd unit has %s=%s', (name, value) => {
    expect(settings.filter(([other]) => other === name)).toEqual([[name, value]]);
  });

  it('the systemd unit starts the hub of the package, in production, as a user of its own', () => {
    const setting = (name: string): readonly string[] =>
      settings.filter(([one]) => one === name).map(([, value]) => value);
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: { portico: string } };
    expect(setting('ExecStart')).toEqual([`/usr/bin/node /opt/portico/node_modules/portico/${bin.portico} start`]);
    expect(setting('Environment')).toEqual(['NODE_ENV=production', 'PORTICO_DATA_DIR=/var/lib/portico']);
    expect(setting('User')).toEqual(['portico']);
  });
});
