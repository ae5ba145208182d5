import 'reflect-metadata';
import { runProgram } from './cli/run-program.js';
import { runHub } from './cli/start.js';

/** Starts the hub as a service, configured by the environment: what `nest start` runs. */
runProgram(() => runHub(process.env));
