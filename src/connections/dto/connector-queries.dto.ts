/** What the routes over connectors take. */
import { IsOptional, Matches, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { PageQuery } from '../../management/index.js';
import { CONNECTION_NAME } from '../connection-name.js';

const DESCRIPTION = 'Name that the connection has or will have: its callback URL is filled into the guide.';
const MESSAGE = 'connection_name must be the name that a connection can have: letters, digits and dashes.';

export class ListConnectorsQuery extends PageQuery {
  @JSONSchema({ description: DESCRIPTION })
  @IsOptional()
  @MaxLength(128)
  @Matches(CONNECTION_NAME, { message: MESSAGE })
  connection_name?: string;
}

export class ReadConnectorQuery {
  @JSONSchema({ description: DESCRIPTION })
  @IsOptional()
  @MaxLength(128)
  @Matches(CONNECTION_NAME, { message: MESSAGE })
  connection_name?: string;
}
