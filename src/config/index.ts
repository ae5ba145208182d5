/** The environment as one checked, frozen object, and the errors that stop a start. Reads no file and opens nothing. */
export { ConfigModule } from './config.module.js';
export { loadConfig } from './load-config.js';
export { isLoopbackHost } from './network-values.js';
export { PorticoConfig, type RateLimits, type UpstreamAllowance } from './portico-config.js';
export { ConfigurationError, type ConfigurationProblem, StartupError } from './startup-error.js';
