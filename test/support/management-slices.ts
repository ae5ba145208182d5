import { Global, Module } from '@nestjs/common';
import { AdminConsents } from '../../src/connections/index.js';
import { consentsApi } from '../../src/consents/consents.module.js';
import { trialsApi } from '../../src/trials/trials.module.js';

/** The management routes of consents, without the pages. */
@Global()
@Module({ ...consentsApi, exports: [AdminConsents] })
export class ConsentsApi {}

/** The management routes of trials, without the pages. */
@Module(trialsApi)
export class TrialsApi {}
