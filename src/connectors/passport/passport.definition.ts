import type { CheckRequest, SelfCheck } from '../abilities.js';
import { type ConnectorDefinition, defineConnector } from '../connector.js';
import { PassportConnector } from './passport.connector.js';
import type { PassportSettings } from './passport-settings.js';

/** A connector's definition with a Passport strategy in place of `create`. */
export type PassportConnectorDefinition<Options extends object, User> = Omit<
  Parameters<typeof defineConnector<Options>>[0],
  'create'
> & { readonly passport: PassportSettings<Options, User> };

/**
 * Makes a connector of a Passport strategy: its constructor, the class of its options, and how to read issuer, subject
 * and profile from what it returns. The strategy runs without Express, sessions and a network of its own.
 */
export function definePassportConnector<Options extends object, User>(
  definition: PassportConnectorDefinition<Options, User>,
): ConnectorDefinition<Options> {
  const { passport: settings, ...rest } = definition;
  const { check } = settings;
  return defineConnector<Options>({
    ...rest,
    create: (options, runtime) => {
      const values = definition.secrets.map((name): unknown => Reflect.get(options, name));
      const secrets = values.filter((value) => typeof value === 'string');
      const connector = new PassportConnector({ options, runtime, settings, secrets });
      if (check === undefined) return connector;
      return Object.assign(connector, {
        check: (request: CheckRequest) => check(options, runtime, request),
      } satisfies SelfCheck);
    },
  });
}
