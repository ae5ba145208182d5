import 'reflect-metadata';
import { runHub } from './cli/start.js';

/** Starts the hub as a service, configured by the environment: what `nest start` runs. */
await runHub(process.env);
