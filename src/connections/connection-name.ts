/** What a connection may be called: letters, digits and single inner dashes. At most 128 characters, which the pattern does not say. */
export const CONNECTION_NAME = /^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$/;

/** Whether anything can be called so; what cannot needs no look-up. */
export function isConnectionName(text: string): boolean {
  return text.length <= 128 && CONNECTION_NAME.test(text);
}
