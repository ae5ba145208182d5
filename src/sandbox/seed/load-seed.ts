/** Reads a seed and refuses a wrong one with every problem named at once. */
import { readFileSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { Seed } from './seed.js';

/** The seed that ships with the sandbox: Contoso, Fabrikam, personal accounts. */
export const DEFAULT_SEED_FILE = new URL('../seed.json', import.meta.url);

export class SeedError extends Error {
  override readonly name = 'SeedError';
  constructor(readonly problems: readonly string[]) {
    super(`The sandbox's seed is not usable:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  }
}

/** @throws SeedError when the file is not JSON or not a seed. */
export function loadSeed(file: string | URL = DEFAULT_SEED_FILE): Seed {
  const text = readFileSync(file, 'utf8');
  try {
    return parseSeed(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new SeedError([`${String(file)} is not JSON: ${error.message}`]);
    throw error;
  }
}

/** @throws SeedError */
export function parseSeed(input: unknown): Seed {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new SeedError(['The seed must be a JSON object with "tenants" and "applications".']);
  const checked = plainToInstance(Seed, input);
  const problems = problemsOf(validateSync(checked, { whitelist: true, forbidNonWhitelisted: true }));
  // The JSON itself from here on: an instance has every unset field as undefined.
  const seed = structuredClone(input) as Seed;
  const all = problems.length > 0 ? problems : crossReferenceProblems(seed);
  if (all.length > 0) throw new SeedError(all);
  return seed;
}

/** What single fields cannot show: names that point nowhere, ids and domains used twice. */
function crossReferenceProblems(seed: Seed): string[] {
  const problems: string[] = [];
  const seen = new Map<string, string>();
  const once = (value: string, place: string): void => {
    const key = value.toLowerCase();
    const earlier = seen.get(key);
    if (earlier !== undefined) problems.push(`${place}: "${value}" is already used by ${earlier}`);
    else seen.set(key, place);
  };
  seed.tenants.forEach((tenant, index) => {
    const at = `tenants[${index}]`;
    once(tenant.id, `${at}.id`);
    for (const domain of tenant.domains) once(domain, `${at}.domains`);
    const groups = new Set([
      ...(tenant.groups ?? []).map((group) => group.displayName),
      ...(tenant.groupSeries ?? []).map((series) => `${series.prefix} *`),
    ]);
    (tenant.groups ?? []).forEach((group, position) => {
      once(group.id, `${at}.groups[${position}].id`);
      for (const parent of group.memberOf ?? [])
        if (!groups.has(parent)) problems.push(`${at}.groups[${position}].memberOf: no group is called "${parent}"`);
    });
    (tenant.users ?? []).forEach((user, position) => {
      once(user.id, `${at}.users[${position}].id`);
      once(user.userPrincipalName, `${at}.users[${position}].userPrincipalName`);
      for (const name of user.groups ?? [])
        if (!groups.has(name)) problems.push(`${at}.users[${position}].groups: no group is called "${name}"`);
    });
  });
  const tenants = new Set(seed.tenants.flatMap((tenant) => [tenant.id, ...tenant.domains]));
  seed.applications.forEach((application, index) => {
    const at = `applications[${index}]`;
    once(application.clientId, `${at}.clientId`);
    if (!tenants.has(application.homeTenant))
      problems.push(`${at}.homeTenant: no tenant has the id or domain "${application.homeTenant}"`);
    (application.adminConsents ?? []).forEach((consent, position) => {
      if (!tenants.has(consent.tenant))
        problems.push(`${at}.adminConsents[${position}].tenant: no tenant has the id or domain "${consent.tenant}"`);
    });
  });
  return problems;
}

export function problemsOf(errors: readonly ValidationError[], path = ''): string[] {
  return errors.flatMap((error) => {
    const isIndex = /^\d+$/.test(error.property);
    const here = isIndex ? `${path}[${error.property}]` : path + (path && '.') + error.property;
    const own = Object.values(error.constraints ?? {}).map((message) => `${here}: ${message}`);
    return [...own, ...problemsOf(error.children ?? [], here)];
  });
}
