export { EventsModule } from './events.module.js';
export { EventFollower } from './event-follower.js';
export type { StoredEvent } from './stored-event.js';
