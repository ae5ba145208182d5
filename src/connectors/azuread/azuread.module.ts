/** Azure AD for people who compose by Nest modules: imports it, and finds the definition under `azureAd`'s token. */
import { Module } from '@nestjs/common';
import { azureAd } from './azuread.definition.js';

export const AZURE_AD = Symbol('azuread');

@Module({ providers: [{ provide: AZURE_AD, useValue: azureAd }], exports: [AZURE_AD] })
export class AzureAdModule {}
