import type { Schema } from '../openapi-types.js';
import { answer, nullable, ref } from './schema-parts.js';

const count: Schema = { type: 'integer', minimum: 0 };
const text: Schema = { type: 'string' };
const boolean: Schema = { type: 'boolean' };
const listOf = (items: Schema): Schema => ({ type: 'array', items });

const key = {
  kid: { type: 'integer', minimum: 0, maximum: 255, description: 'The number of the key.' },
  current: { type: 'boolean', description: 'Whether what is made now is made under it.' },
};

/** Schemas of what the operator learns of the instance. */
export const instanceSchemas: Readonly<Record<string, Schema>> = {
  Instance: answer('How the instance is doing, as the process that answers sees it.', {
    version: text,
    publicUrl: text,
    startedAt: { ...ref('Timestamp'), description: 'When this process started.' },
    roles: listOf({ type: 'string', enum: ['api', 'worker', 'gateway'] }),
    database: answer('The database.', { version: text, sizeBytes: count }),
    redis: { type: 'boolean', description: 'Whether there is a Redis.' },
    queues: ref('InstanceQueues'),
    wallets: answer('How many connected wallets are in each state of health.', {
      ok: count,
      unavailable: count,
      rejected: count,
      unknown: count,
    }),
    keys: answer('The key rings, by the numbers of their keys.', {
      master: listOf(answer('A key of the macaroons.', key)),
      invoice: listOf(answer('A key of invoices.', key)),
      seal: listOf(
        answer('A key that seals.', {
          ...key,
          sealedWith: { ...count, description: 'How many secrets of wallets are sealed under it.' },
          configured: { type: 'boolean', description: 'False for a key that is sealed under and not there.' },
        }),
      ),
    }),
    plans: listOf(text),
    mail: answer('How mail leaves.', { transport: text }),
    settings: listOf(
      answer('A setting in force.', {
        variable: text,
        value: nullable({
          type: 'string',
          description:
            'As it is in force, set or by default. Of what may hold a secret only `set`, or `made by npm start`.',
        }),
      }),
    ),
  }),
  InstanceQueues: answer('What is in the queues.', {
    backend: { type: 'string', enum: ['redis', 'postgresql'] },
    isReachable: boolean,
    waiting: {
      type: 'object',
      additionalProperties: count,
      description: 'Jobs that no worker has taken, by queue.',
    },
    failed: nullable({ ...count, description: 'Jobs that failed within a day; at most 100 of each queue.' }),
    oldestWaitingSeconds: nullable(count),
    lastRuns: listOf(
      answer('A job that is done every so often.', {
        job: text,
        at: {
          ...nullable(ref('Timestamp')),
          description: 'When the last one was due that a worker has taken.',
        },
        nextAt: nullable(ref('Timestamp')),
      }),
    ),
  }),
};
