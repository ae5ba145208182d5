/** Runs `task` `times` times, `atOnce` of them at any moment, and returns what they returned. */
export async function load<T>(times: number, atOnce: number, task: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < times) {
      begun += 1;
      results.push(await task());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
