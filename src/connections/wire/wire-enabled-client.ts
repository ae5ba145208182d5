import { IsString } from 'class-validator';

/** One application that may use a connection, as the management API gives it. */
export class WireEnabledClient {
  @IsString() readonly client_id!: string;
}
