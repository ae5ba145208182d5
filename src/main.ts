import 'reflect-metadata';
import { runProgram } from './cli/run-program.js';

/** Starts the hub as a service, configured by the environment: what `nest start` runs. */
runProgram(async () => {
  const { runHub } = await import('./cli/start.js');
  await runHub(process.env);
});
