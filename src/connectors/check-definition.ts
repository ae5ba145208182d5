/** What is demanded of a connector before the hub takes it: found at start, not at somebody's first sign-in. */
import { existsSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { ABILITY_NAMES } from './abilities.js';
import type { ConnectorDefinition } from './connector.js';
import { optionAliases } from './option.js';

/** The version of the connector interface that this hub speaks. */
export const INTERFACE_VERSION = 1;

/** What is wrong with one member of a definition, and the remedy. */
export interface DefinitionProblem {
  readonly field: string;
  readonly message: string;
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LOCALE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/;
/** Of outside code nothing is certain, whatever its types say. */
type Claimed = Readonly<Record<keyof ConnectorDefinition, unknown>>;
type OptionsClass = ConnectorDefinition['options'];

/** @throws {TypeError} naming the connector, everything that is wrong with it and the remedy. */
export function checkDefinition(definition: ConnectorDefinition): void {
  const problems = definitionProblems(definition);
  if (problems.length === 0) return;
  const sentences = problems.map(({ field, message }) => `${field}: ${message}`);
  throw new TypeError(`The connector "${String(definition.strategy)}" cannot be used: ${sentences.join(' ')}`);
}

/** Everything that is wrong with it; of another interface version nothing else can be told. */
export function definitionProblems(definition: object): readonly DefinitionProblem[] {
  const claimed = definition as Claimed;
  const { interfaceVersion } = claimed;
  if (interfaceVersion !== INTERFACE_VERSION) {
    const message =
      interfaceVersion === undefined
        ? `is missing. Say interfaceVersion: ${INTERFACE_VERSION}.`
        : `is version ${String(interfaceVersion)}; this hub speaks version ${INTERFACE_VERSION}. Use a version of the connector that was written for it, or another version of the hub.`;
    return [{ field: 'interfaceVersion', message }];
  }
  return [
    ...nameProblems(claimed),
    ...optionProblems(claimed),
    ...versionProblems(claimed),
    ...abilityProblems(claimed),
    ...messageProblems(claimed),
    ...methodProblems(claimed),
  ];
}

function* nameProblems({
  strategy,
  aliases,
  displayName,
  protocol,
  icon,
  guide,
}: Claimed): Iterable<DefinitionProblem> {
  if (!isName(strategy)) yield { field: 'strategy', message: noName(strategy) };
  if (aliases !== undefined && !Array.isArray(aliases)) yield { field: 'aliases', message: 'must be a list of names.' };
  else
    for (const alias of (aliases ?? []) as unknown[])
      if (!isName(alias)) yield { field: 'aliases', message: noName(alias) };
  for (const [field, value] of Object.entries({ displayName, protocol })) {
    if (typeof value !== 'string' || value.trim() === '') yield { field, message: 'is missing. Give it a text.' };
  }
  if (icon !== undefined && !(typeof icon === 'string' && URL.canParse(icon) && new URL(icon).protocol === 'https:')) {
    yield { field: 'icon', message: 'must be an https URL.' };
  }
  if (guide === undefined) return;
  if (!(guide instanceof URL) || guide.protocol !== 'file:') {
    yield { field: 'guide', message: "must be the URL of a file: new URL('../README.md', import.meta.url)." };
  } else if (!existsSync(guide)) {
    yield { field: 'guide', message: `is not there: ${guide.pathname}. Add it to "files" in the package.json.` };
  }
}

function* optionProblems(claimed: Claimed): Iterable<DefinitionProblem> {
  if (typeof claimed.options !== 'function') {
    yield { field: 'options', message: 'must be a class with class-validator decorators.' };
    return;
  }
  const options = claimed.options as OptionsClass;
  if (!canBeMade(options)) {
    yield { field: 'options', message: 'cannot be made without arguments. Remove what its constructor demands.' };
    return;
  }
  const known = optionNames(options);
  if (known.size === 0) {
    yield {
      field: 'options',
      message:
        'has no validated field that this hub can see. Decorate its fields, and make class-validator and class-transformer peer dependencies, so that there is one copy of each.',
    };
  }
  const accepted = new Set([...known, ...optionAliases(options)]);
  // The hub takes them out of every connection's options, so this one would never be given.
  const ofTheHub = CONNECTION_OPTIONS.filter((name) => accepted.has(name));
  if (ofTheHub.length > 0) {
    const message = `has options, or other names for options, that every connection has already: ${ofTheHub.join(', ')}. Rename them.`;
    yield { field: 'options', message };
  }
  for (const field of ['secrets', 'endpointOptions', 'identityOptions'] as const) {
    const names = claimed[field] ?? (field === 'identityOptions' ? [] : undefined);
    if (!Array.isArray(names)) {
      yield { field, message: 'must be a list of names of options; it may be empty.' };
      continue;
    }
    const strangers = names.filter((name) => !known.has(name));
    if (strangers.length > 0) {
      yield {
        field,
        message: `names what is no option: ${strangers.join(', ')}. The options are ${[...known].join(', ')}.`,
      };
    }
    // The hub accepts a secret that comes next under this name (`client_secret_next`), for every connector.
    const taken = field === 'secrets' ? names.map((name) => `${name}_next`).filter((name) => accepted.has(name)) : [];
    if (taken.length > 0) {
      yield { field: 'options', message: `has fields whose names are the hub's: ${taken.join(', ')}. Rename them.` };
    }
  }
}

function* versionProblems({ optionsVersion = 1, migrateOptions }: Claimed): Iterable<DefinitionProblem> {
  if (!Number.isInteger(optionsVersion) || Number(optionsVersion) < 1) {
    yield { field: 'optionsVersion', message: 'must be a whole number from 1.' };
  } else if (Number(optionsVersion) > 1 && typeof migrateOptions !== 'function') {
    yield {
      field: 'migrateOptions',
      message: `is missing: optionsVersion is ${String(optionsVersion)}, so options of the versions before have to be rewritten.`,
    };
  }
}

function* abilityProblems({ abilities = [] }: Claimed): Iterable<DefinitionProblem> {
  const known: readonly unknown[] = ABILITY_NAMES;
  const unknown = Array.isArray(abilities) ? abilities.filter((name) => !known.includes(name)) : [String(abilities)];
  if (unknown.length > 0) {
    yield {
      field: 'abilities',
      message: `names what this hub does not know: ${unknown.join(', ')}. It knows ${known.join(', ')}.`,
    };
  }
}

/** A catalogue that a page cannot show is found now, not by the person who meets the error. */
function* messageProblems({ messages = {} }: Claimed): Iterable<DefinitionProblem> {
  const field = 'messages';
  if (!isObject(messages)) {
    yield { field, message: 'must be an object: language, then key, then sentence.' };
    return;
  }
  for (const [locale, catalogue] of Object.entries(messages)) {
    if (!LOCALE.test(locale)) yield { field, message: `has "${locale}", which is no language: write "de" or "pt-br".` };
    const sentences = isObject(catalogue) ? Object.entries(catalogue) : [[locale, undefined] as const];
    const wordless = sentences.filter(([, text]) => typeof text !== 'string' || text.trim() === '');
    if (wordless.length > 0) {
      yield { field, message: `has no sentence in "${locale}" for ${wordless.map(([key]) => key).join(', ')}.` };
    }
  }
}

function* methodProblems(claimed: Claimed): Iterable<DefinitionProblem> {
  if (typeof claimed.create !== 'function')
    yield { field: 'create', message: 'is missing: it makes the connector of a connection.' };
  for (const field of ['warnings', 'primaryDomain', 'explainError', 'migrateOptions'] as const) {
    if (claimed[field] !== undefined && typeof claimed[field] !== 'function')
      yield { field, message: 'must be a function.' };
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && NAME.test(value);
}

function noName(value: unknown): string {
  return `"${String(value).slice(0, 100)}" is no name for a strategy: use lower case, digits and dashes.`;
}

function canBeMade(options: OptionsClass): boolean {
  try {
    return typeof new options() === 'object';
  } catch {
    return false;
  }
}

function optionNames(options: OptionsClass): ReadonlySet<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(options, '', true, false);
  return new Set(metadata.map((one) => one.propertyName));
}

/**
 * What `options` says on the wire about the connection itself, whatever its strategy. The hub keeps these and a
 * connector never sees them, so none of its options, nor another name for one, can be called so.
 */
export const CONNECTION_OPTIONS = [
  'domain',
  'domain_aliases',
  'icon_url',
  'set_user_root_attributes',
  'callback',
  'restrict_email_domains',
  'client_secret_expires_at',
  'client_secret_next_expires_at',
] as const;
