import { IsOptional, IsString } from 'class-validator';

/** Somebody in a connection's directory, as the management API gives them. */
export class WireDirectoryUser {
  @IsString() readonly id!: string;
  @IsOptional() @IsString() readonly user_name?: string;
  @IsOptional() @IsString() readonly name?: string;
  @IsOptional() @IsString() readonly email?: string;
}
