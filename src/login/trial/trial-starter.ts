import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logging/index.js';
import { type Connection, ConnectionDirectory, type Trial, TrialStore } from '../../connections/index.js';
import { ConnectorError } from '../../connectors/index.js';
import { pageLocaleOf } from '../../pages/index.js';
import { sha256 } from '../flow/browser-logins.js';
import { LoginRefused } from '../flow/login-refused.js';
import { type PreparedDeparture, UpstreamDeparture } from '../flow/upstream-departure.js';
import { TrialBrowsers } from './trial-browsers.js';
import { connectorFailure, goneFailure } from './trial-failure.js';
import { TrialNotes } from './trial-notes.js';
import { TrialReports } from './trial-reports.js';
import { TriedConnections } from './tried-connections.js';

/** How long an opened trial waits for its end, at least: longer than a pending login does. */
const OPENED_LIFETIME_MS = 3_600_000;

/** Where the browser goes on. */
export type TrialStart =
  | { readonly kind: 'upstream'; readonly url: string; readonly connection: Connection }
  | { readonly kind: 'report'; readonly path: string };

/** Turn one of a trial: opens the link, once, for this browser, and sends it to the upstream. */
@Injectable()
export class TrialStarter {
  constructor(
    private readonly trials: TrialStore,
    private readonly connections: ConnectionDirectory,
    private readonly tried: TriedConnections,
    private readonly departure: UpstreamDeparture,
    private readonly browsers: TrialBrowsers,
    private readonly reports: TrialReports,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @throws {LoginRefused} unless the ticket holds and the link was not opened before. */
  async begin(
    trial: Trial,
    { ticket, chooseAccount }: { readonly ticket: string; readonly chooseAccount: boolean },
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<TrialStart> {
    const now = this.clock.now();
    const { handle, browserHash } = this.browsers.newHandle();
    const isOpened = await this.trials.open({
      id: trial.id,
      ticketHash: sha256(ticket),
      browserHash,
      now,
      expiresAt: new Date(Math.max(trial.expiresAt.getTime(), now.getTime() + OPENED_LIFETIME_MS)),
    });
    if (!isOpened) throw new LoginRefused('trial_not_found');
    this.browsers.remember(response, trial, handle);
    const connection = await this.tried.find(trial);
    if (connection === undefined) {
      const failure = goneFailure('authorize');
      return { kind: 'report', path: await this.reports.write(trial, { notes: [], failure }) };
    }
    const notes = new TrialNotes([], connection);
    let prepared: PreparedDeparture;
    try {
      prepared = await this.departure.prepare({
        connection,
        connector: this.connections.freshConnectorOf(connection),
        purpose: { kind: 'trial', trialId: trial.id },
        asked: {
          uiLocales: [pageLocaleOf(request)],
          ...(chooseAccount && { prompt: 'select_account' }),
          observer: notes,
        },
      });
    } catch (error) {
      const detail = { trial: trial.id, connection: connection.name, err: error };
      if (error instanceof ConnectorError) this.logger.info(detail, 'A trial sign-in could not begin');
      else this.logger.error(detail, 'A connector broke its contract in a trial');
      const failure = notes.withoutSecrets(connectorFailure(error, 'authorize'));
      return { kind: 'report', path: await this.reports.write(trial, { notes: notes.all, failure }) };
    }
    if (!notes.has('authorize')) notes.reached('authorize');
    await this.trials.keepNotes(trial.id, notes.all, now);
    return { kind: 'upstream', url: await this.departure.leave(prepared, request, response), connection };
  }
}
