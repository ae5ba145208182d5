import { Injectable } from '@nestjs/common';
import type { Connection } from '../connections/index.js';
import type { ConnectorError } from '../connectors/index.js';
import { EventRecorder } from '../events/index.js';
import type { ConnectorWords } from './connector-sentences.js';

const MAX_REFERENCE = 200;

/** What helps somebody to find a failure again: the connector's name for it, and the upstream's references. */
export interface FailureReferences {
  readonly message_key?: string;
  readonly upstream_code?: string;
  readonly upstream_correlation_id?: string;
  readonly upstream_trace_id?: string;
}

export function referencesOf({ messageKey, upstream }: ConnectorError): FailureReferences {
  const { code, correlationId, traceId } = upstream ?? {};
  return {
    ...(messageKey !== undefined && { message_key: messageKey }),
    ...(code !== undefined && { upstream_code: clean(code) }),
    ...(correlationId !== undefined && { upstream_correlation_id: clean(correlationId) }),
    ...(traceId !== undefined && { upstream_trace_id: clean(traceId) }),
  };
}

/** What an upstream says of itself is still a stranger's text. */
function clean(text: string): string {
  return text.replace(/\p{C}/gu, ' ').slice(0, MAX_REFERENCE);
}

/** What the page of a failure says. */
export function wordsOf(strategy: string, { publicMessage, messageKey }: ConnectorError): ConnectorWords {
  return { strategy, publicMessage, ...(messageKey !== undefined && { messageKey }) };
}

/** Tells operators that the client secret of a connection has expired, whatever the conversation was for. */
@Injectable()
export class ExpiredSecrets {
  constructor(private readonly events: EventRecorder) {}

  /** Once for each secret: everybody who tries to sign in meets the same error. */
  async tell(connection: Connection): Promise<void> {
    await this.events.recordOnce(secretKey(connection), {
      type: 'w',
      description: 'The client secret has expired, the identity provider says: nobody can sign in.',
      connectionId: connection.id,
      connection: connection.name,
      details: { reason: 'client_secret_expired', strategy: connection.strategy },
    });
  }
}

/** Tells one secret of a connection from the one before: a switch to the next one leaves the revision as it is. */
function secretKey({ id, revision, secretRotatedAt }: Connection): readonly string[] {
  return [
    'secret-expired',
    id,
    String(revision),
    ...(secretRotatedAt === undefined ? [] : [secretRotatedAt.toISOString()]),
  ];
}
