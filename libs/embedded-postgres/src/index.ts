export { startEmbeddedPostgres } from './embedded-postgres.js';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './embedded-postgres.js';
export { EmbeddedPostgresError } from './embedded-postgres-error.js';
export { visitEmbeddedPostgres } from './visit-embedded-postgres.js';
export type { EmbeddedPostgresVisit } from './visit-embedded-postgres.js';
