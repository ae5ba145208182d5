import { newHandle } from '../../common/ids.js';
import type { HubSettingStore } from './hub-setting.store.js';

/**
 * The key that signs the cookies of sessions and interactions, made at first start. The id of an interaction is also
 * in its URL, so without a signature whoever saw the URL could make the cookie.
 */
export async function cookieKeys(settings: HubSettingStore): Promise<readonly string[]> {
  return [await settings.getOrStore('cookie_key', newHandle())];
}
