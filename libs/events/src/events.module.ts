import { DatabaseModule } from '@turnpike/database';
import { Module } from '@nestjs/common';
import { EventFollower } from './event-follower.js';
import { EventLog } from './event-log.repository.js';

/** Events as they were committed. */
@Module({
  imports: [DatabaseModule],
  providers: [EventFollower, EventLog],
  exports: [EventFollower, EventLog],
})
export class EventsModule {}
