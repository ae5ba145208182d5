import { Global, Module } from '@nestjs/common';
import { EventMetrics } from './event-metrics.js';
import { EventRecorder } from './event-recorder.js';

/** Makes the recorder of events injectable everywhere: every feature has something to record. */
@Global()
@Module({ providers: [EventRecorder, EventMetrics], exports: [EventRecorder] })
export class EventsModule {}
