import { parse } from 'yaml';
import { Browser } from './browser.js';
import { signInAs } from './sign-in.js';
import type { World } from './world.js';

/** A client of the hub with the settings that a product would be given, as they are read from their text. */
export interface ConfiguredProduct {
  readonly clientId: string;
  /** What an operator puts in the place of the placeholder; empty for an application that keeps none. */
  readonly clientSecret: string;
  readonly callback: string;
  /** The settings' text. */
  readonly settings: string;
}

/** Registers an application for a product, lets its people sign in through the connection, and reads its settings. */
export async function configureProduct(
  world: World,
  connectionId: string,
  product: string,
  client: Readonly<Record<string, unknown>>,
): Promise<ConfiguredProduct> {
  const created = await world.api.expect<{ client_id: string; client_secret?: string }>(201, 'POST', 'clients', {
    name: product,
    ...client,
  });
  await world.api.expect(204, 'PATCH', `connections/${connectionId}/clients`, [
    { client_id: created.client_id, status: true },
  ]);
  const answer = await world.api.expect<{ settings: string; callbacks: string[]; warnings: { field: string }[] }>(
    200,
    'GET',
    `clients/${created.client_id}/settings/${product}`,
  );
  const unexpected = answer.warnings.filter(({ field }) => field !== 'issuer');
  if (unexpected.length > 0) throw new Error(`The client does not fit: ${JSON.stringify(unexpected)}`);
  return {
    clientId: created.client_id,
    clientSecret: created.client_secret ?? '',
    callback: answer.callbacks[0] ?? '',
    settings: answer.settings,
  };
}

/** From the product's authorization request to the callback it is waiting at, as Adele of Contoso. */
export async function answerTo(authorizationRequest: URL | string): Promise<URL> {
  const browser = new Browser();
  return (await signInAs(browser, await browser.open(authorizationRequest), 'adele@contoso.com')).url;
}

/** The lines of an env file or of an ini file. */
export function settingLines(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/^([A-Za-z_]+)\s*=\s*(.*)$/gm)].map(([, key, value]) => [key, value]));
}

/** `oidcConfiguration` of OpenMetadata's settings. */
export function oidcConfigurationOf(text: string): Readonly<Record<string, string>> {
  return parse(text).authenticationConfiguration.oidcConfiguration;
}

/** Value of a flag in a command whose values have no blanks, or are in single quotes. */
export function flagOf(command: string, flag: string): string {
  return new RegExp(`${flag} (?:'([^']*)'|(\\S+))`).exec(command)?.slice(1).find(Boolean) ?? '';
}
