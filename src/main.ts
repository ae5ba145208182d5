import { runHub, runProgram } from './program.js';

/** Starts the hub as a service, configured by the environment: what `nest start` runs. */
runProgram(() => runHub(process.env));
