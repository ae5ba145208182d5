import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FieldProblem } from '../../common/errors.js';
import { fieldProblems } from '../../common/http/validation.js';
import type { JsonObject } from '../../connectors/index.js';
import type { Connection } from '../connection.js';
import { SHARED_OPTIONS, SharedOptionsDto } from '../dto/shared-options.dto.js';
import { canonicalDomain, whyNotClaimable } from '../email-domain.js';

/** What `options` says on the wire about the connection itself, in the model's words. */
export type SharedOptions = Pick<
  Connection,
  | 'domain'
  | 'domainAliases'
  | 'iconUrl'
  | 'profileSync'
  | 'callbackKind'
  | 'restrictEmailDomains'
  | 'secretExpiresAt'
  | 'nextSecretExpiresAt'
>;

/** `options` as sent, taken apart: what is the connector's, and what is the connection's. */
export interface SplitOptions {
  readonly connector: JsonObject;
  readonly shared: SharedOptions;
  readonly problems: readonly FieldProblem[];
}

const MAX_DOMAINS = 1000;
const shared: ReadonlySet<string> = new Set(SHARED_OPTIONS);

/** The one place that takes `options` of the wire apart; {@link joinOptions} is its inverse. */
export function splitOptions(options: JsonObject): SplitOptions {
  const pick = (ours: boolean) =>
    Object.fromEntries(Object.entries(options).filter(([key]) => shared.has(key) === ours));
  const dto = plainToInstance(SharedOptionsDto, pick(true));
  const shape = fieldProblems(validateSync(dto), 'options').map(prefixed);
  const problems = [...shape, ...domainProblems(dto)];
  return { connector: pick(false), shared: read(problems.length > 0 ? {} : dto), problems };
}

/** `options` for the wire: the connector's and the connection's, never a secret. */
export function joinOptions(connection: Connection): JsonObject {
  return {
    ...connection.options,
    ...(connection.domain !== undefined && { domain: connection.domain }),
    domain_aliases: connection.domainAliases,
    ...(connection.iconUrl !== undefined && { icon_url: connection.iconUrl }),
    set_user_root_attributes: connection.profileSync,
    callback: connection.callbackKind,
    restrict_email_domains: connection.restrictEmailDomains,
    ...(connection.secretExpiresAt !== undefined && {
      client_secret_expires_at: connection.secretExpiresAt.toISOString(),
    }),
    ...(connection.nextSecretExpiresAt !== undefined && {
      client_secret_next_expires_at: connection.nextSecretExpiresAt.toISOString(),
    }),
  };
}

function read(dto: SharedOptionsDto): SharedOptions {
  const domain = canonical(dto.domain);
  const aliases = (dto.domain_aliases ?? []).flatMap((alias) => canonical(alias) ?? []);
  return {
    ...(domain !== undefined && { domain }),
    domainAliases: [...new Set(aliases)].filter((alias) => alias !== domain),
    ...(dto.icon_url !== undefined && { iconUrl: dto.icon_url }),
    profileSync: dto.set_user_root_attributes ?? 'on_each_login',
    callbackKind: dto.callback ?? 'own',
    restrictEmailDomains: dto.restrict_email_domains ?? false,
    ...(dto.client_secret_expires_at !== undefined && { secretExpiresAt: new Date(dto.client_secret_expires_at) }),
    ...(dto.client_secret_next_expires_at !== undefined && {
      nextSecretExpiresAt: new Date(dto.client_secret_next_expires_at),
    }),
  };
}

function canonical(domain: string | undefined): string | undefined {
  return domain === undefined ? undefined : canonicalDomain(domain.trim());
}

/** Of whatever is a text where a domain belongs; what is none is refused by its shape. */
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
