const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long what the OpenID Provider issues lives, in seconds. `idle` ends with disuse, `absolute` is not moved by use.
 *
 * The ID token's life is a working day, because some applications (OpenMetadata) use the ID token itself as their
 * session. A grant outlives the longest session followed by the longest refresh.
 */
export const LIFETIMES = {
  authorizationCode: MINUTE,
  accessToken: HOUR,
  idToken: 10 * HOUR,
  managementToken: DAY,
  interaction: HOUR,
  session: { idle: 3 * DAY, absolute: 30 * DAY, anonymous: 10 * MINUTE },
  refreshToken: { idle: 30 * DAY, absolute: 90 * DAY },
  grant: 121 * DAY,
} as const;

/** Seconds since the epoch, as tokens count. */
export function epochSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** Life of a session from now on: idle time, cut at its absolute end. `beganAt` is when it began at the hub. */
export function sessionLifetime(session: object, now: Date): number {
  if (!('beganAt' in session) || typeof session.beganAt !== 'number') return LIFETIMES.session.anonymous;
  const untilEnd = session.beganAt + LIFETIMES.session.absolute - epochSeconds(now);
  return Math.max(1, Math.min(LIFETIMES.session.idle, untilEnd));
}

/** Life of a refresh token from now on: idle time, cut at the absolute end of its family. */
export function refreshTokenLifetime(token: { readonly iiat?: number | undefined }, now: Date): number {
  const begun = token.iiat ?? epochSeconds(now);
  const untilEnd = begun + LIFETIMES.refreshToken.absolute - epochSeconds(now);
  return Math.max(1, Math.min(LIFETIMES.refreshToken.idle, untilEnd));
}

/**
 * Whether a stored session is past its absolute end. A life of one second is the shortest that the library can give, so
 * without this somebody who comes twice a second would come for ever.
 */
export function isPastAbsoluteEnd(session: Readonly<Record<string, unknown>>, now: Date): boolean {
  const { beganAt } = session;
  return typeof beganAt === 'number' && beganAt + LIFETIMES.session.absolute <= epochSeconds(now);
}
