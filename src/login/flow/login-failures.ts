import { Injectable } from '@nestjs/common';
import { Logger } from '../../common/logging/index.js';
import type { Connection } from '../../connections/index.js';
import { ConnectorError } from '../../connectors/index.js';
import { EventRecorder, type NewEvent } from '../../events/index.js';
import { LoginRefused } from './login-refused.js';
import type { RefusalReason } from './refusals.js';

/** Whose login failed. */
export interface LoginContext {
  readonly requestUid: string;
  readonly clientId: string;
  readonly connection?: Connection;
  readonly userId?: string;
}

const MAX_DETAIL = 200;

/** Writes down why a login failed, for operators, and makes the refusal that the person sees. */
@Injectable()
export class LoginFailures {
  constructor(
    private readonly events: EventRecorder,
    private readonly logger: Logger,
  ) {}

  /** A refusal by the hub's own rules. */
  async refused(reason: RefusalReason, context: LoginContext): Promise<LoginRefused> {
    this.logger.warn({ reason, ...subject(context) }, 'Login refused');
    await this.record(reason, context, {});
    // Nothing waits any more: there is no way on but from the application.
    return new LoginRefused(reason, reason === 'request_not_found' ? {} : { requestUid: context.requestUid });
  }

  /** What a connector threw. Everything but a `ConnectorError` is a fault of the connector, and its stack is logged. */
  async ofConnector(error: unknown, context: LoginContext): Promise<LoginRefused> {
    if (!(error instanceof ConnectorError)) {
      this.logger.error(
        { reason: 'connector_broken', ...subject(context), err: error },
        'A connector broke its contract',
      );
      await this.record('connector_broken', context, {});
      return new LoginRefused('connector_broken', { requestUid: context.requestUid, cause: error });
    }
    const { code, step, actor, messageKey, upstream } = error;
    this.logger.warn(
      { reason: code, step, actor, messageKey, upstream, detail: error.message, ...subject(context) },
      'Login failed at the connection',
    );
    await this.record(code, context, {
      step,
      actor,
      ...(messageKey !== undefined && { message_key: messageKey }),
      ...(upstream?.code !== undefined && { upstream_code: clean(upstream.code) }),
      ...(upstream?.correlationId !== undefined && { upstream_correlation_id: clean(upstream.correlationId) }),
      ...(upstream?.traceId !== undefined && { upstream_trace_id: clean(upstream.traceId) }),
    });
    if (error.secretExpired && context.connection !== undefined) await this.tellOfExpiredSecret(context.connection);
    return new LoginRefused(code, {
      requestUid: context.requestUid,
      words: {
        strategy: context.connection?.strategy ?? '',
        publicMessage: error.publicMessage,
        ...(messageKey !== undefined && { messageKey }),
      },
      actor,
      cause: error,
    });
  }

  /** Once for each secret: everybody who tries to sign in meets the same error. */
  async tellOfExpiredSecret(connection: Connection): Promise<void> {
    await this.events.recordOnce(secretKey(connection), {
      type: 'w',
      description: 'The client secret has expired, the identity provider says: nobody can sign in.',
      connectionId: connection.id,
      connection: connection.name,
      details: { reason: 'client_secret_expired', strategy: connection.strategy },
    });
  }

  private async record(reason: RefusalReason, context: LoginContext, details: NewEvent['details'] = {}): Promise<void> {
    const { connection, userId, clientId } = context;
    await this.events.record({
      type: 'f',
      description: `Login failed: ${reason}.`,
      clientId,
      ...(connection !== undefined && { connectionId: connection.id, connection: connection.name }),
      ...(userId !== undefined && { userId }),
      details: { reason, ...details },
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

function subject({ clientId, connection, userId }: LoginContext) {
  return { clientId, connection: connection?.name, userId };
}

/** What an upstream says of itself is still a stranger's text. */
function clean(text: string): string {
  return text.replace(/\p{C}/gu, ' ').slice(0, MAX_DETAIL);
}
