import { DatabaseModule } from '@turnpike/database';
import { Module } from '@nestjs/common';
import { EventFollower } from './event-follower.js';

/** Events as they were committed. */
@Module({ imports: [DatabaseModule], providers: [EventFollower], exports: [EventFollower] })
export class EventsModule {}
