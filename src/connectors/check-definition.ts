/** What is demanded of a connector before the hub takes it: found at start, not at somebody's first sign-in. */
import { getMetadataStorage } from 'class-validator';
import type { ConnectorDefinition, ConnectorMessages } from './connector.js';

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LOCALE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/;

/** @throws {TypeError} naming the connector, everything that is wrong with it and the remedy. */
export function checkDefinition(definition: ConnectorDefinition): void {
  const problems = problemsOf(definition);
  if (problems.length === 0) return;
  throw new TypeError(`The connector "${String(definition.strategy)}" cannot be used: ${problems.join(' ')}`);
}

function problemsOf(definition: ConnectorDefinition): string[] {
  if (definition.interfaceVersion !== 1) {
    return [
      `It was written for version ${String(definition.interfaceVersion)} of the connector interface; this hub speaks version 1.`,
    ];
  }
  const problems: string[] = [];
  for (const name of [definition.strategy, ...(definition.aliases ?? [])]) {
    if (!NAME.test(name)) problems.push(`"${name}" is no name for a strategy: use lower case, digits and dashes.`);
  }
  const known = optionNames(definition);
  if (known.size === 0) {
    problems.push(
      'Its options class has no validated field. Decorate it, and make class-validator and class-transformer peer dependencies, so that there is one copy of each.',
    );
  }
  for (const member of ['secrets', 'endpointOptions', 'identityOptions'] as const) {
    const strangers = (definition[member] ?? []).filter((name) => !known.has(name));
    if (strangers.length > 0) problems.push(`${member} names what is no option: ${strangers.join(', ')}.`);
  }
  // The hub accepts a next value for each secret, under this name (`client_secret_next`).
  const taken = definition.secrets.map((name) => `${name}_next`).filter((name) => known.has(name));
  if (taken.length > 0) problems.push(`These names of options are the hub's own: ${taken.join(', ')}.`);
  return [...problems, ...messageProblems(definition.messages ?? {})];
}

/** A catalogue that a page cannot show is found now, not by the person who meets the error. */
function messageProblems(messages: ConnectorMessages): string[] {
  return Object.entries(messages).flatMap(([locale, catalogue]) => {
    if (!LOCALE.test(locale)) return [`messages: "${locale}" is no language; write one like "de" or "pt-br".`];
    const wordless = Object.entries(catalogue).filter(([, text]) => typeof text !== 'string' || text.trim() === '');
    return wordless.map(([key]) => `messages: "${key}" has no sentence in "${locale}".`);
  });
}

function optionNames(definition: ConnectorDefinition): ReadonlySet<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(definition.options, '', true, false);
  return new Set(metadata.map((one) => one.propertyName));
}
