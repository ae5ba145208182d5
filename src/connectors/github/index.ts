/**
 * The GitHub connector, and the shortest real example of the Passport bridge: github.com, ghe.com and GitHub Enterprise
 * Server. Owns its options, its error codes and what its API says of a person; the flow is the strategy's.
 * A file of its own, however short: from outside, this folder is reached through its index alone.
 */
export { gitHub } from './github.definition.js';
export { type GitHubGroups, GitHubOptions } from './github.options.js';
