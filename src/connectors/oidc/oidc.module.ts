/** OpenID Connect for people who compose by Nest modules: imports it, and finds the definition under its token. */
import { Module } from '@nestjs/common';
import { openIdConnect } from './oidc.definition.js';

export const OPENID_CONNECT = Symbol('openid-connect');

@Module({ providers: [{ provide: OPENID_CONNECT, useValue: openIdConnect }], exports: [OPENID_CONNECT] })
export class OidcModule {}
