/**
 * Loads modules without the line that `oidc-provider` prints at import on Node 20 and on a version that has no long-term
 * support yet ("Unsupported runtime"): we try every version that we support (`npm run test:runtimes`), the line is no log
 * record, and the operator can do nothing with it. Any other warning passes.
 */
export async function withoutRuntimeNotice<T>(load: () => Promise<T>): Promise<T> {
  const target = console;
  const warn = target.warn;
  target.warn = (...args: unknown[]) => {
    if (!String(args[0]).includes('oidc-provider WARNING: Unsupported runtime')) warn.apply(target, args);
  };
  try {
    return await load();
  } finally {
    target.warn = warn;
  }
}
