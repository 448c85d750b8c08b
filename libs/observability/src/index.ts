export { createLogger, Logger } from './logger.js';
export type { LogDestination } from './logger.js';
export { MetricsListenError, startMetricsServer } from './metrics-server.js';
export type { MetricsAddress, MetricsServer } from './metrics-server.js';
export { Metrics } from './metrics.js';
export { NestLogger } from './nest-logger.js';
export { ObservabilityModule } from './observability.module.js';
export { redact } from './redact.js';
export { REDACTED, scrub } from './scrub.js';
