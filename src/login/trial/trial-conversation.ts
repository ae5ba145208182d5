import { Injectable } from '@nestjs/common';
import { ConnectionDirectory } from '../../connections/index.js';
import { ConnectorError } from '../../connectors/index.js';
import { CallbackDeadline } from '../flow/callback-deadline.js';
import { type ReturnedLogin, type ReturnedPerson, UpstreamReturn } from '../flow/upstream-return.js';
import { en } from '../messages/trial/en.js';
import type { TrialNotes } from './trial-notes.js';

/** The second turn of a trial's conversation: with nothing cached, so that each stage really happens. */
@Injectable()
export class TrialConversation {
  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly upstream: UpstreamReturn,
    private readonly deadline: CallbackDeadline,
  ) {}

  /**
   * Like a sign-in it tries the secret that comes next where the one in use is refused, but switches to nothing.
   * @throws what the connector throws.
   */
  identify(returned: ReturnedLogin, notes: TrialNotes): Promise<ReturnedPerson> {
    return this.deadline.within(async () => {
      try {
        return await this.upstream.identify(returned, this.connections.freshConnectorOf(returned.connection), notes);
      } catch (error) {
        const isRefused = error instanceof ConnectorError && error.secretsRefused;
        if (!isRefused || returned.connection.nextSecrets === undefined) throw error;
        return await this.identifyWithNext(returned, notes, error);
      }
    });
  }

  private async identifyWithNext(
    returned: ReturnedLogin,
    notes: TrialNotes,
    refused: ConnectorError,
  ): Promise<ReturnedPerson> {
    notes.warn('token', 'next_secret_used', en.warnings.next_secret_used);
    try {
      return await this.upstream.identify(
        returned,
        this.connections.freshConnectorOf(returned.connection, 'next'),
        notes,
      );
    } catch (error) {
      throw error instanceof ConnectorError && error.secretsRefused ? refused : error;
    }
  }
}
