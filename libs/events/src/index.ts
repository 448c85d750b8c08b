export { EventsModule } from './events.module.js';
export { EventFollower } from './event-follower.js';
export type { StoredEvent } from './stored-event.js';
export { eventBody } from './event-body.js';
export type { TellableEvent } from './event-body.js';
export { DISABLED_EVENT_TYPE, EVENT_TYPES, OPT_IN_EVENT_TYPES, TEST_EVENT_TYPE } from './event-types.js';
export type { EventType } from './event-types.js';
