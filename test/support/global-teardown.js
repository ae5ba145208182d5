/** Ends what global-setup.js began: the PostgreSQL server stops, and its files go. */
export default async function tearDown() {
  await globalThis.tearDownPostgres?.();
}
