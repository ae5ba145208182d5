import { Module, type Provider, type Type } from '@nestjs/common';
import { TrialReports } from './findings.js';
import { TrialAdministration } from './trial-administration.js';
import { TrialPagesController } from './trial-pages.controller.js';
import { TrialSignIn } from './trial-purpose.js';
import { TrialsController } from './trials.controller.js';

/**
 * What operators do: links and reports. So short a file because each feature has its Nest module in one of this name.
 */
export const trialsApi = { controllers: [TrialsController] as Type[], providers: [TrialAdministration] as Provider[] };

/** What somebody does who opened a link. */
export const trialPages = {
  controllers: [TrialPagesController] as Type[],
  providers: [TrialReports, TrialSignIn] as Provider[],
};

/** Trial sign-ins. Expects connections, upstream and storage from global modules, and `ForeseenUsers` from the root. */
@Module({
  controllers: [...trialsApi.controllers, ...trialPages.controllers],
  providers: [...trialsApi.providers, ...trialPages.providers],
})
export class TrialsModule {}
