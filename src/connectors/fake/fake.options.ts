import { IsString, IsUrl, Length, Matches } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** The options of a fake connection. */
export class FakeOptions {
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @JSONSchema({ description: 'Where the browser is sent to sign in. Also the issuer of the answers.' })
  readonly login_url: string = 'https://fake-upstream.invalid/login';

  @IsString()
  @Length(1, 100)
  @Matches(/^[\x21-\x7e]*$/, { message: 'client_id must be printable ASCII without spaces.' })
  @JSONSchema({ description: 'The name under which the fake upstream knows this hub; the audience of its answers.' })
  readonly client_id!: string;

  @IsString()
  @Length(32, 200)
  @JSONSchema({ description: 'The secret, of at least 32 characters, that the fake upstream signs its answers with.' })
  readonly shared_secret!: string;
}
