import { HotPool, Notifications } from '@turnpike/database';
import { createEmptyDatabase } from '../../../test/support/test-database.js';
import type { TestDatabase } from '../../../test/support/test-database.js';
import { describeInvalidationBus } from './invalidation-bus.conformance.js';
import { NotifyInvalidationBus } from './notify-invalidation-bus.js';

describe('over the notifications of PostgreSQL', () => {
  let database: TestDatabase;
  let pool: HotPool;
  const opened: Notifications[] = [];

  beforeAll(async () => {
    database = await createEmptyDatabase();
    pool = new HotPool(database.url);
  });

  afterAll(async () => {
    await Promise.all(opened.map((notifications) => notifications.onApplicationShutdown()));
    await pool.onApplicationShutdown();
    await database.drop();
  });

  describeInvalidationBus('LISTEN and NOTIFY', () => {
    const notifications = new Notifications(database.url, pool);
    opened.push(notifications);
    return new NotifyInvalidationBus(notifications);
  });
});
