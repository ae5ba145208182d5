import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';

/** Deny by default. Replaced below by the Passport bearer guard. */
@Injectable()
export class ManagementGuard implements CanActivate {
  canActivate(_context: ExecutionContext): boolean {
    return false;
  }
}
