/** Whether the hub lives and can serve. Owns no probe: each part adds its own. */
export { HealthController } from './health.controller.js';
export { HealthModule } from './health.module.js';
export { Readiness, type ReadinessProbe, type ReadinessReport } from './readiness.js';
