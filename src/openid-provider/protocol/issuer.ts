/**
 * The headers by which a request has come to the issuer, whatever it brought itself: the library builds endpoints and
 * `returnTo` from them, and decides by them whether cookies are secure. A file of its own, however short: both ways to the
 * library need it.
 */
export function headersOf(issuer: URL): Readonly<Record<'host' | 'x-forwarded-host' | 'x-forwarded-proto', string>> {
  return { host: issuer.host, 'x-forwarded-host': issuer.host, 'x-forwarded-proto': issuer.protocol.slice(0, -1) };
}
