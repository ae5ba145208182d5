/** The environment as one checked, frozen object, and the errors that stop a start. Reads no file and opens nothing. */
export { ConfigurationError, type ConfigurationProblem, loadConfig, StartupError } from './load-config.js';
export { isLoopbackHost } from './network-values.js';
export { PorticoConfig, type RateLimits, type UpstreamAllowance } from './portico-config.js';
