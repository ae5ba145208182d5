import { connections } from '../driver/browser.js';
import { type Kind, signIn } from '../driver/sign-in.js';
import { BareHub } from '../processes/bare-hub.js';
import type { HandOver } from '../processes/bare-hub-server.js';
import { compareInTurn } from './in-turn.js';
import type { Measurement } from './measurement.js';
import type { Subject } from './round.js';
import { withHub } from './running.js';

/** The hub in turn with the protocol libraries alone: what of its CPU time no work on the hub can save. */
export async function compareWithFloor(measurement: Measurement): Promise<void> {
  const { hub, engine, kinds } = measurement;
  for (const kind of kinds) {
    await withHub(hub, engine, async (subject) => {
      const bare = await BareHub.start(hub.node, hub.upstream, await handOverOf(subject, kind));
      try {
        await compareInTurn(measurement, kind, subject, bare);
      } finally {
        bare.stop();
      }
    });
  }
}

/** That of the hub, so that the libraries answer as many requests: the floor changes in nothing else. */
async function handOverOf(subject: Subject, kind: Kind): Promise<HandOver> {
  const agent = connections(1);
  try {
    const visits = await signIn(subject.application, agent, { kind });
    return visits.some(({ step }) => step === 'resume') ? 'redirect' : 'in-process';
  } finally {
    await agent.close();
  }
}
