/** Storage port of the few secrets that the hub makes for itself once, such as cookie keys. Values are sealed at rest. */
export abstract class HubSettingStore {
  abstract get(key: string): Promise<string | undefined>;
  /**
   * Stores the value unless there is one, atomically.
   * @returns the value that holds: of several instances starting at once all get the same.
   */
  abstract getOrStore(key: string, value: string): Promise<string>;
}
