import { newHandle } from '../../common/ids.js';

/** Storage port of the few secrets that the hub makes for itself once, such as cookie keys. Values are sealed at rest. */
export abstract class HubSettingStore {
  abstract get(key: string): Promise<string | undefined>;
  /**
   * Stores the value unless there is one, atomically.
   * @returns the value that holds: of several instances starting at once all get the same.
   */
  abstract getOrStore(key: string, value: string): Promise<string>;
}

/**
 * The key that signs the cookies of sessions and interactions, made at first start. The id of an interaction is also
 * in its URL, so without a signature whoever saw the URL could make the cookie.
 */
export async function cookieKeys(settings: HubSettingStore): Promise<readonly string[]> {
  return [await settings.getOrStore('cookie_key', newHandle())];
}
