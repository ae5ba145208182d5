import { Global, Module, type Provider, type Type } from '@nestjs/common';
import { AdminConsents } from '../connections/index.js';
import { ConsentPurpose } from './consent-purpose.js';
import { ConsentLinkController, ConsentPagesController } from './consents.controller.js';
import { RecordedConsents } from './recorded-consents.js';

/** What operators do: new links. */
export const consentsApi = {
  controllers: [ConsentLinkController] as Type[],
  providers: [RecordedConsents, { provide: AdminConsents, useExisting: RecordedConsents }] as Provider[],
};

/** What an administrator of a directory does who opened a link. */
export const consentPages = {
  controllers: [ConsentPagesController] as Type[],
  providers: [ConsentPurpose] as Provider[],
};

/** Administrators' consents. Global, because it implements a port of connections. Expects upstream and storage from global modules. */
@Global()
@Module({
  controllers: [...consentsApi.controllers, ...consentPages.controllers],
  providers: [...consentsApi.providers, ...consentPages.providers],
  exports: [AdminConsents],
})
export class ConsentsModule {}
