import { Global, Module } from '@nestjs/common';
import { EventMetrics, EventRecorder } from './event-recorder.js';

/**
 * Makes the recorder of events injectable everywhere: every feature has something to record. So short a file because each
 * feature has its Nest module in one of this name.
 */
@Global()
@Module({ providers: [EventRecorder, EventMetrics], exports: [EventRecorder] })
export class EventsModule {}
