import { InvalidInputError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { type Application, type ApplicationType, isPublic } from './application.js';
import { applicationProblems } from './application-rules.js';

/** What a caller may say about an application. Left out: its default at creation, unchanged at a change. */
export type ApplicationSettings = Partial<Omit<Application, 'clientId' | 'secretHash' | 'createdAt' | 'updatedAt'>>;

/**
 * A new application, complete and without a secret.
 * @throws {InvalidInputError} for what contradicts itself.
 */
export function draftApplication(settings: ApplicationSettings & { readonly name: string }, now: Date): Application {
  const appType = settings.appType ?? 'regular_web';
  return checked({
    clientId: newId('app'),
    callbacks: [],
    allowedLogoutUrls: [],
    webOrigins: [],
    isEnabled: true,
    ...defaultsOf(appType),
    ...settings,
    appType,
    createdAt: now,
    updatedAt: now,
  });
}

/**
 * The application after a change. With another `app_type` goes what follows from it, where the change says nothing.
 * @throws {InvalidInputError} for what contradicts itself.
 */
export function changeApplication(application: Application, settings: ApplicationSettings, now: Date): Application {
  const appType = settings.appType ?? application.appType;
  const { secretHash, ...kept } = application;
  const changed = {
    ...kept,
    ...(appType !== application.appType && defaultsOf(appType)),
    ...settings,
    updatedAt: laterThan(application.updatedAt, now),
  };
  return checked({ ...changed, ...(secretHash !== undefined && !isPublic(changed) && { secretHash }) });
}

/** A change is told by its time: even two in one millisecond, or with the clock set back. */
export function laterThan(before: Date, now: Date): Date {
  return now > before ? now : new Date(before.getTime() + 1);
}

function defaultsOf(appType: ApplicationType) {
  const isPublicType = appType === 'spa' || appType === 'native';
  return {
    grantTypes: appType === 'non_interactive' ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    tokenEndpointAuthMethod: isPublicType ? ('none' as const) : ('client_secret_post' as const),
    requirePkce: isPublicType,
  };
}

function checked(application: Application): Application {
  const problems = applicationProblems(application);
  if (problems.length > 0) throw new InvalidInputError(problems);
  return application;
}
