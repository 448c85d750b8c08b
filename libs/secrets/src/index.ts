export { hashApiKey, looksLikeApiKey, newApiKey } from './api-key.js';
export type { NewApiKey } from './api-key.js';
export { KeyFileError, loadOrCreateKeys, newKeyFor, putKeyInFront, readKeys } from './key-file.js';
export type { InstanceKeys } from './key-file.js';
export { InvoiceKeys, KeyRing } from './key-ring.js';
export { sealedCountSql, sumSealedCounts } from './sealed-count.sql.js';
export type { SealedCount } from './sealed-count.sql.js';
export { Sealer, UnsealError } from './sealer.js';
export { SecretsModule } from './secrets.module.js';
