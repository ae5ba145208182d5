/**
 * Step 3 of `read → merge → validate → present`. In: the whole of `options` as on the wire, and the secrets kept from
 * before. Out: what the connector reads, its secrets, those that come next, and what the connection owns. Pure.
 */
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type FieldProblem, InvalidInputError, readAll } from '../../common/errors.js';
import { fieldProblems } from '../../common/http/validation.js';

import { type ConnectorDefinition, type JsonObject, validateOptions } from '../../connectors/index.js';
import type { Connection } from '../model/connection.js';
import { canonicalDomain, whyNotClaimable } from '../model/email-domain.js';
import { nextNameOf, underNextName } from './next-secrets.js';
import { splitSecrets } from './read.js';
import { SHARED_OPTIONS, SharedOptionsDto } from './shared-options.dto.js';

type Secrets = Readonly<Record<string, string>>;

/** The whole of `options`, and the secrets that a change leaves as they are. */
export interface MergedOptions {
  readonly options: JsonObject;
  readonly kept: { readonly secrets: Secrets; readonly nextSecrets: Secrets };
}

/** What `options` says on the wire about the connection itself, in the model's words. */
type SharedMember =
  | 'domain'
  | 'domainAliases'
  | 'iconUrl'
  | 'profileSync'
  | 'callbackKind'
  | 'restrictEmailDomains'
  | 'secretExpiresAt'
  | 'nextSecretExpiresAt';
type SharedOptions = { readonly [Member in SharedMember]-?: Connection[Member] | undefined };

/** The members of a connection that its options say. Undefined: it is not to have this one. */
export type ConfiguredOptions = Pick<Connection, 'options' | 'secrets'> &
  SharedOptions & { readonly nextSecrets: Secrets | undefined };

const MAX_DOMAINS = 1000;
const sharedNames: ReadonlySet<string> = new Set(SHARED_OPTIONS);
const NOTHING_KEPT = { secrets: {}, nextSecrets: {} };

/**
 * Validates the whole of `options`.
 * @throws {InvalidInputError} naming everything that is wrong, of the connector's and of the connection's.
 */
export function validateMerged(
  definition: ConnectorDefinition,
  { options: wire, kept = NOTHING_KEPT }: Pick<MergedOptions, 'options'> & Partial<MergedOptions>,
): ConfiguredOptions {
  const nextNames = new Map(definition.secrets.map((name) => [nextNameOf(name), name]));
  const entries = Object.entries(wire).filter(([name]) => !sharedNames.has(name));
  const own = Object.fromEntries(entries.filter(([name]) => !nextNames.has(name)));
  const sentNext = entries.flatMap(([wireName, value]) => {
    const name = nextNames.get(wireName);
    return name === undefined || value === null ? [] : [[name, value] as const];
  });
  const next: JsonObject = { ...kept.nextSecrets, ...Object.fromEntries(sentNext) };
  const { shared, validated } = readAll({
    shared: () => readShared(wire, Object.keys(next).length > 0),
    validated: () => validateOptions(definition, { ...kept.secrets, ...own }),
  });
  const stored = JSON.parse(JSON.stringify(validated)) as JsonObject;
  const nextSecrets = configureNextSecrets(definition, stored, next);
  const domain = shared.domain ?? impliedDomain(definition, validated);
  return {
    ...splitSecrets(definition, stored),
    ...shared,
    nextSecrets,
    nextSecretExpiresAt: nextSecrets && shared.nextSecretExpiresAt,
    domain,
    domainAliases: shared.domainAliases?.filter((alias) => alias !== domain),
  };
}

/** The domain that follows from the connector's options, if it is one that a connection can claim. */
export function impliedDomain(definition: ConnectorDefinition, options: object): string | undefined {
  const domain = canonicalDomain(definition.primaryDomain?.(options) ?? '');
  return domain === undefined || whyNotClaimable(domain) !== undefined ? undefined : domain;
}

/**
 * Next secrets as the connector reads them, each validated where its predecessor would be. One that is the secret in use
 * already has nothing to wait for, and is left out. Undefined: none comes next.
 * @param options validated, with the secrets in use.
 * @throws {InvalidInputError} naming them as on the wire.
 */
function configureNextSecrets(
  definition: ConnectorDefinition,
  options: JsonObject,
  next: JsonObject,
): Secrets | undefined {
  const names = Object.keys(next);
  if (names.length === 0) return undefined;
  let validated: object;
  try {
    validated = validateOptions(definition, { ...options, ...next });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(error.fields.map((problem) => underNextName(problem, names)));
  }
  const coming = names.flatMap((name) => {
    const value: unknown = Reflect.get(validated, name);
    return typeof value !== 'string' || value === options[name] ? [] : [[name, value] as const];
  });
  return coming.length > 0 ? Object.fromEntries(coming) : undefined;
}

/** Takes from `options` of the wire what is the connection's. Its way back is `presentOptions`. @throws {InvalidInputError} */
function readShared(wire: JsonObject, comesNext: boolean): SharedOptions {
  const sent = Object.fromEntries(Object.entries(wire).filter(([name]) => sharedNames.has(name)));
  const dto = plainToInstance(SharedOptionsDto, sent);
  const shape = fieldProblems(validateSync(dto), 'options').map(prefixed);
  const problems = [...shape, ...domainProblems(dto)];
  if (problems.length === 0 && dto.client_secret_next_expires_at !== undefined && !comesNext) {
    const field = 'options.client_secret_next_expires_at';
    const message = `${field} says when client_secret_next expires: give that too, or leave this out.`;
    problems.push({ field, message });
  }
  if (problems.length > 0) throw new InvalidInputError(problems);
  return {
    domain: canonical(dto.domain),
    domainAliases: [...new Set((dto.domain_aliases ?? []).flatMap((alias) => canonical(alias) ?? []))],
    iconUrl: dto.icon_url,
    profileSync: dto.set_user_root_attributes ?? 'on_each_login',
    callbackKind: dto.callback ?? 'own',
    restrictEmailDomains: dto.restrict_email_domains ?? false,
    secretExpiresAt: instant(dto.client_secret_expires_at),
    nextSecretExpiresAt: instant(dto.client_secret_next_expires_at),
  };
}

function instant(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

function canonical(domain: string | undefined): string | undefined {
  return domain === undefined ? undefined : canonicalDomain(domain.trim());
}

/** Looks at whatever is a text where a domain belongs; anything else is refused by its shape already. */
function domainProblems({ domain, domain_aliases }: { readonly domain?: unknown; readonly domain_aliases?: unknown }) {
  const aliases: readonly unknown[] = Array.isArray(domain_aliases) ? domain_aliases : [];
  if (aliases.length + (domain === undefined ? 0 : 1) > MAX_DOMAINS) {
    const field = 'options.domain_aliases';
    return [{ field, message: `${field}: a connection has at most ${MAX_DOMAINS} domains, the primary one included.` }];
  }
  const places = [
    { field: 'options.domain', text: domain },
    ...aliases.map((text, index) => ({ field: `options.domain_aliases.${index}`, text })),
  ];
  return places.flatMap(({ field, text }) => (typeof text === 'string' ? domainProblem(field, text) : []));
}

function domainProblem(field: string, text: string): FieldProblem[] {
  const domain = canonical(text);
  if (domain === undefined) {
    return [{ field, message: `${field} must be an e-mail domain such as contoso.example, without anything else.` }];
  }
  const reason = whyNotClaimable(domain);
  return reason === undefined ? [] : [{ field, message: `${field}: ${reason}.` }];
}

/** class-validator begins its sentences with the bare name. */
function prefixed({ field, message }: FieldProblem): FieldProblem {
  const name = field.replace(/^options\./, '');
  return { field, message: message.replace(new RegExp(`^(each value in )?${name} `), `$1${field} `) };
}
