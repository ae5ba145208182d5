import { IsBoolean, IsString, IsUrl, Length } from 'class-validator';
import { Option } from 'portico/connector';

/** The options of a connection to Acme. The class validates them, and the hub publishes it as JSON Schema. */
export class AcmeOptions {
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  @Option({ description: 'Issuer of Acme, without a trailing slash.', required: true })
  readonly issuer!: string;

  @IsString()
  @Length(1, 200)
  @Option({ description: 'Client id of the hub at Acme.', required: true })
  readonly client_id!: string;

  @IsString()
  @Length(1, 200)
  @Option({ description: 'Client secret of the hub at Acme.', required: true })
  readonly client_secret!: string;

  @IsBoolean()
  @Option({ description: 'Whether people from outside the company may come in, too.', default: false })
  readonly contractors!: boolean;
}
