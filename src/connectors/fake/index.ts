/**
 * The fake connector: the smallest example of a connector, and an upstream for tests that need no protocol. Owns one
 * signed answer in the browser; makes no request.
 */
export { fake } from './fake.definition.js';
export { FakeOptions } from './fake.options.js';
