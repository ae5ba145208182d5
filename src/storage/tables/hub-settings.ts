import { table, text } from './table.js';

/** Facts about the hub itself: the sealed canary, that the first management client was made, cookie keys. */
export const hubSettings = table('hub_settings', {
  columns: {
    key: text,
    value: text,
  },
  key: ['key'],
  sealed: 'value',
  expiry: 'never',
});
