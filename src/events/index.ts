/** What happened: login and management events, and the port by which access ends. Owns no policy. */

export { EventRecorder } from './event-recorder.js';
export { EventsModule } from './events.module.js';
export {
  AccessEnded,
  type EventFilter,
  EventStore,
  type EventType,
  type HubEvent,
  type NewEvent,
} from './hub-event.js';
