import { Exclude, Expose, Transform } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, Matches, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import {
  type Connector,
  type ConnectorDefinition,
  type ConnectorRuntime,
  defineConnector,
} from '../../src/connectors/index.js';

/** Options with one of each kind: an endpoint, a secret (with an alias), a default, something kept without effect. */
class SampleOptions {
  @JSONSchema({ description: 'The registration.' })
  @IsString()
  @MinLength(1)
  client_id!: string;

  @JSONSchema({ description: 'The secret of the registration.' })
  @Expose()
  @Transform(({ obj }: { obj: Record<string, unknown> }) => obj.clientSecret ?? obj.client_secret, {
    toClassOnly: true,
  })
  @IsString()
  @MinLength(1)
  client_secret!: string;

  @JSONSchema({ description: 'Which of its customers the upstream is asked for: an id or a domain.' })
  @IsString()
  @Matches(/^[a-z0-9.-]+$/)
  customer!: string;

  @JSONSchema({ description: 'Where the upstream runs.' })
  @IsString()
  region: string = 'eu';

  @JSONSchema({ description: 'A second, optional secret.' })
  @IsOptional()
  @IsString()
  signing_key?: string;

  @JSONSchema({ description: 'What is asked of the person.' })
  @IsOptional()
  @IsIn(['login', 'consent'])
  prompt?: string;

  @JSONSchema({ description: 'Additional parameters.' })
  @IsOptional()
  @IsObject()
  parameters?: Record<string, unknown>;

  @JSONSchema({ description: 'Which claim a person is recognised by.' })
  @IsIn(['id', 'sub'])
  person_key: string = 'id';

  @JSONSchema({ description: 'Kept, without effect.' })
  @IsOptional()
  @IsString()
  legacy?: string;
}

// Not a field of the class: an alias is read, and never there afterwards.
Exclude({ toClassOnly: true })(SampleOptions.prototype, 'clientSecret');

/** What connectors were made of, in order. */
export interface SampleConnectors {
  readonly definition: ConnectorDefinition;
  readonly made: { readonly options: object; readonly runtime: ConnectorRuntime }[];
}

/** A connector that does nothing, for tests of what surrounds connectors. */
export function sampleConnectors(): SampleConnectors {
  const made: SampleConnectors['made'] = [];
  const definition = defineConnector({
    interfaceVersion: 1,
    strategy: 'sample',
    aliases: ['sample-idp'],
    displayName: 'Sample',
    protocol: 'oidc',
    options: SampleOptions,
    secrets: ['client_secret', 'signing_key'],
    endpointOptions: ['client_id', 'customer', 'region'],
    identityOptions: ['person_key'],
    warnings: (options) => (options.legacy === undefined ? [] : ['legacy: kept, without effect.']),
    primaryDomain: (options) => (options.customer.includes('.') ? options.customer : undefined),
    create: (options, runtime) => {
      made.push({ options, runtime });
      return {} as Connector;
    },
  });
  return { definition: definition as unknown as ConnectorDefinition, made };
}
