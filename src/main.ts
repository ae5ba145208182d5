import 'reflect-metadata';
import { runProgram } from './cli/run-program.js';
import { withoutRuntimeNotice } from './cli/runtime-notice.js';

/** Starts the hub as a service, configured by the environment: what `nest start` runs. */
runProgram(async () => {
  const { runHub } = await withoutRuntimeNotice(() => import('./cli/start.js'));
  await runHub(process.env);
});
