/** A connector's set-up guide, for one connection or for none in particular. */
import { readFileSync } from 'node:fs';
import type { ConnectorDefinition } from '../../connectors/index.js';

const guides = new WeakMap<ConnectorDefinition, string>();
const PLACEHOLDER = '{{callback_url}}';

/** Markdown with the callback URL filled in; undefined where the connector has no guide that can be read. */
export function guideOf(definition: ConnectorDefinition, callbackUrl: string): string | undefined {
  return textOf(definition)?.replaceAll(PLACEHOLDER, () => callbackUrl);
}

/** Read once: it comes with the code. */
function textOf(definition: ConnectorDefinition): string | undefined {
  const kept = guides.get(definition);
  if (kept !== undefined || definition.guide === undefined) return kept;
  try {
    const text = readFileSync(definition.guide, 'utf8');
    guides.set(definition, text);
    return text;
  } catch {
    // Found at start, and gone since: no reason to refuse the rest.
    return undefined;
  }
}
