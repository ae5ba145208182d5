import type { CheckStep } from '../../connectors/index.js';
import type { Connection } from '../connection.js';
import { nextNameOf } from './next-secrets.js';

/**
 * What a check with the next secrets says of these, under their names: the rest of it is what the check with the secrets
 * in use says already. Pure.
 */
export function nextSecretSteps({ nextSecrets = {} }: Connection, steps: readonly CheckStep[]): readonly CheckStep[] {
  return Object.keys(nextSecrets).map((secret) => {
    const about = steps.find(({ step, field }) => field === secret || step === secret) ?? worst(steps);
    const { given, ...rest } = about;
    return { ...rest, step: nextNameOf(secret), field: nextNameOf(secret) };
  });
}

/** A step about a secret, said of the one that comes next. @param step as it goes out. */
export function underNextField(step: CheckStep, secrets: readonly string[]): CheckStep {
  const secret = secrets.find((name) => step.field === `options.${name}`);
  return secret === undefined ? step : { ...step, field: `options.${nextNameOf(secret)}` };
}

/** A connector need not have a step for each secret: then the whole check speaks for it. */
function worst(steps: readonly CheckStep[]): CheckStep {
  const order = ['failed', 'warning', 'ok'] as const;
  const found = order.map((outcome) => steps.find((one) => one.outcome === outcome)).find((one) => one !== undefined);
  return found ?? { step: '', outcome: 'skipped', message: 'Nothing was tried with it.' };
}
