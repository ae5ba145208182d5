/**
 * Where a connector sends a browser, as a link and as a redirect.
 * @throws {TypeError} for what is no http(s) URL: a script, say.
 */
export function browserUrl(url: string): string {
  const target = new URL(url);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    throw new TypeError('The connector sends the browser to something that is no http(s) URL.');
  }
  return target.href;
}
