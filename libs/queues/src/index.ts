export { QueueBackend } from './queue-backend.js';
export type {
  JobQueue,
  JobWorker,
  QueueState,
  QueueWitness,
  ScheduleState,
  TakenJob,
  WorkerOptions,
} from './queue-backend.js';
export { JOBS, QUEUES } from './queue-names.js';
export type { JobKind, JobName, JobPayload, QueueName } from './queue-names.js';
export { PostgresQueueBackend } from './postgres-queue-backend.js';
export { QueueProducer } from './queue-producer.js';
export { QueueReport } from './queue-report.js';
export type { QueueFigures } from './queue-report.js';
export { QueuesModule } from './queues.module.js';
export { RedisQueueBackend } from './redis-queue-backend.js';
