import 'reflect-metadata';

// `oidc-provider` prints this at import on Node 20, once for every test file; the commands leave it out too.
const { warn } = console;
console.warn = (...args: unknown[]) => {
  if (!String(args[0]).includes('oidc-provider WARNING: Unsupported runtime')) warn.apply(console, args);
};
