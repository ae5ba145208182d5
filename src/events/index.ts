/** What happened: login and management events, and the port by which access ends. Owns no policy. */
export { AccessEnded } from './access-ended.js';
export { type EventFilter, EventStore } from './event.store.js';
export { EventRecorder } from './event-recorder.js';
export { EventsModule } from './events.module.js';
export type { EventType, HubEvent, NewEvent } from './hub-event.js';
