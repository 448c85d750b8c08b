import { DatabaseModule } from '@turnpike/database';
import { Module } from '@nestjs/common';
import { EventFollower } from './event-follower.js';
import { EventLog } from './event-log.repository.js';
import { EventProgress } from './event-progress.repository.js';
import { PruneEvents } from './prune-events.repository.js';

/** Events as they were committed. */
@Module({
  imports: [DatabaseModule],
  providers: [EventFollower, EventLog, EventProgress, PruneEvents],
  exports: [EventFollower, EventLog, EventProgress, PruneEvents],
})
export class EventsModule {}
