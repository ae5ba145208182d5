import { Injectable } from '@nestjs/common';
import { Logger, tellSignIn } from '../common/logging/index.js';
import type { Connection } from '../connections/index.js';
import { ConnectorError } from '../connectors/index.js';
import { EventRecorder, type NewEvent } from '../events/index.js';
import { ExpiredSecrets, LoginRefused, type RefusalReason, referencesOf, wordsOf } from '../upstream/index.js';

/** Whose login failed. */
export interface LoginContext {
  readonly requestUid: string;
  readonly clientId: string;
  readonly connection?: Connection;
  readonly userId?: string;
}

/** Writes down why a login failed, for operators, and makes the refusal that the person sees. */
@Injectable()
export class LoginFailures {
  constructor(
    private readonly events: EventRecorder,
    private readonly secrets: ExpiredSecrets,
    private readonly logger: Logger,
  ) {}

  /** A refusal by the hub's own rules. */
  async refused(reason: RefusalReason, context: LoginContext): Promise<LoginRefused> {
    this.logger.warn({ reason, ...subject(context) }, 'Login refused');
    await this.record(reason, context);
    // Nothing waits any more: there is no way on but from the application.
    return new LoginRefused(reason, reason === 'request_not_found' ? {} : { requestUid: context.requestUid });
  }

  /** What a connector threw. Everything but a `ConnectorError` is a fault of the connector, and its stack is logged. */
  async ofConnector(error: unknown, context: LoginContext): Promise<LoginRefused> {
    const { requestUid, connection } = context;
    if (!(error instanceof ConnectorError)) {
      this.logger.error(
        { reason: 'connector_broken', ...subject(context), err: error },
        'A connector broke its contract',
      );
      await this.record('connector_broken', context);
      return new LoginRefused('connector_broken', { requestUid, cause: error });
    }
    const { code, step, actor, messageKey, upstream } = error;
    this.logger.warn(
      { reason: code, step, actor, messageKey, upstream, detail: error.message, ...subject(context) },
      'Login failed at the connection',
    );
    await this.record(code, context, { step, actor, ...referencesOf(error) });
    if (error.secretExpired && connection !== undefined) await this.secrets.tell(connection);
    return new LoginRefused(code, {
      requestUid,
      words: wordsOf(connection?.strategy ?? '', error),
      actor,
      cause: error,
    });
  }

  private async record(reason: RefusalReason, context: LoginContext, details: NewEvent['details'] = {}): Promise<void> {
    const { connection, userId, clientId, requestUid } = context;
    const who = { client: clientId, connection: connection?.name, user: userId };
    tellSignIn(this.logger, 'it was refused', { interaction: requestUid, reason, ...who });
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

function subject({ clientId, connection, userId }: LoginContext) {
  return { clientId, connection: connection?.name, userId };
}
