/**
 * Trial sign-ins: somebody tries a connection, saved or not, by a real sign-in at the upstream, and gets a report. Nothing
 * here can make a user, a session or a code.
 */

export type { TrialReport } from './trial.dto.js';
export { ForeseenUsers, type Trial, type TrialNote, type TrialOpening, TrialStore } from './trial.js';
export { TrialsModule } from './trials.module.js';
