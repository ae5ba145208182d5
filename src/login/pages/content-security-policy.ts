/** The policy of the hub's pages: nothing but its own stylesheet and the logos shown; no script, no frame. */
export function contentSecurityPolicy(options: { readonly imageOrigins?: readonly string[] } = {}): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    ["img-src 'self'", ...(options.imageOrigins ?? [])].join(' '),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
