import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newHandle } from '../common/ids.js';
import { Logger } from '../common/logging/index.js';
import { PorticoConfig } from '../config/portico-config.js';
import { AdminConsents, type Connection, ConnectionDirectory } from '../connections/index.js';
import { ConnectorError } from '../connectors/index.js';
import { type Onward, pageLocaleOf } from '../pages/index.js';
import {
  type Answer,
  assess,
  ExpiredSecrets,
  type Leave,
  LoginRefused,
  type Misfit,
  PageCookie,
  type PendingLoginFor,
  type Purpose,
  Purposes,
  type RefusalReason,
  type ReturnedPerson,
  sha256,
  signInOf,
  UpstreamDeparture,
} from '../upstream/index.js';
import { connectorFailure, ownFailure, TrialReports, type TriedPerson } from './findings.js';
import { ForeseenUsers, TRIAL_LIFETIME_MS, type Trial, TrialStore } from './trial.js';
import { noteWarnings, TrialNotes } from './trial-notes.js';

/** How long an opened trial waits for its end, at least: longer than a pending login does. */
const OPENED_LIFETIME_MS = 3_600_000;

/** Where the browser goes on. */
export type TrialStart =
  | { readonly kind: 'upstream'; readonly url: string; readonly connection: Connection }
  | { readonly kind: 'report'; readonly path: string };

interface Tried {
  readonly trial: Trial;
  readonly connection: Connection;
  readonly notes: TrialNotes;
}

/** Ties a trial to the browser that opened its link. */
export function trialCookie(config: PorticoConfig, { id }: Trial): PageCookie {
  return new PageCookie(config, `portico_trial_${id}`);
}

/**
 * Tries a connection: the answer is verified and judged like that of any sign-in, and what comes out is written into a
 * report. Makes no user, no session and no code: it has nothing at hand that could.
 */
@Injectable()
export class TrialSignIn implements Purpose<'trial', Tried, ReturnedPerson> {
  readonly name = 'trial';

  constructor(
    purposes: Purposes,
    private readonly config: PorticoConfig,
    private readonly trials: TrialStore,
    private readonly connections: ConnectionDirectory,
    private readonly consents: AdminConsents,
    private readonly departure: UpstreamDeparture,
    private readonly foreseen: ForeseenUsers,
    private readonly reports: TrialReports,
    private readonly secrets: ExpiredSecrets,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    purposes.add(this);
  }

  /** Opens the link, once, for this browser, and sends it to the upstream. @throws {LoginRefused} unless the ticket holds and the link was not opened before. */
  async begin(
    trial: Trial,
    { ticket, chooseAccount }: { readonly ticket: string; readonly chooseAccount: boolean },
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<TrialStart> {
    const now = this.clock.now();
    const handle = newHandle();
    const isOpened = await this.trials.open({
      id: trial.id,
      ticketHash: sha256(ticket),
      browserHash: sha256(handle),
      now,
      expiresAt: new Date(Math.max(trial.expiresAt.getTime(), now.getTime() + OPENED_LIFETIME_MS)),
    });
    if (!isOpened) throw new LoginRefused('trial_not_found');
    trialCookie(this.config, trial).set(response, handle, (2 * TRIAL_LIFETIME_MS) / 1000);
    const connection = await this.tried(trial);
    if (connection === undefined) {
      const failure = ownFailure('authorize', 'connection_unusable');
      return { kind: 'report', path: await this.reports.write(trial, { notes: [], failure }) };
    }
    const notes = new TrialNotes([], connection);
    const prompt = chooseAccount ? ({ prompt: 'select_account' } as const) : {};
    const asked = { uiLocales: [pageLocaleOf(request)], ...prompt, observer: notes };
    let leave: Leave;
    try {
      leave = await this.departure.prepare({
        connection,
        purpose: { name: 'trial', trialId: trial.id },
        ask: (turn) => this.connections.freshConnectorOf(connection).authorize({ ...asked, ...turn }),
      });
    } catch (error) {
      this.log(error, trial, connection, 'A trial sign-in could not begin');
      const failure = notes.withoutSecrets(connectorFailure(error, 'authorize'));
      return { kind: 'report', path: await this.reports.write(trial, { notes: notes.all, failure }) };
    }
    if (!notes.has('authorize')) notes.reached('authorize');
    await this.trials.keepNotes(trial.id, notes.all, now);
    return { kind: 'upstream', url: await leave(request, response), connection };
  }

  async recheck({ purpose }: PendingLoginFor<'trial'>): Promise<Tried | Onward> {
    const trial = await this.trials.find(purpose.trialId, this.clock.now());
    if (trial === undefined || trial.finishedAt !== undefined) throw new LoginRefused('trial_not_found');
    const connection = await this.tried(trial);
    if (connection !== undefined) return { trial, connection, notes: new TrialNotes(trial.notes, connection) };
    const failure = ownFailure('callback', 'connection_unusable');
    return { url: await this.reports.write(trial, { notes: trial.notes, failure }) };
  }

  /**
   * With nothing cached, so that each stage really happens. Like a sign-in it tries the secret that comes next where the
   * one in use is refused, but switches to nothing.
   */
  async ask(answer: Answer, { connection, notes }: Tried): Promise<ReturnedPerson> {
    try {
      return await answer.identify(this.connections.freshConnectorOf(connection), notes);
    } catch (error) {
      if (!areSecretsRefused(error) || connection.nextSecrets === undefined) throw error;
      notes.warn('token', 'next_secret_used');
      return await answer
        .identify(this.connections.freshConnectorOf(connection, 'next'), notes)
        .catch((second: unknown) => Promise.reject(areSecretsRefused(second) ? error : second));
    }
  }

  async misfit(misfit: Misfit, { trial, notes }: Tried): Promise<Onward> {
    const failure = ownFailure('callback', misfit, 'operator');
    return { url: await this.reports.write(trial, { notes: notes.all, failure }) };
  }

  async failed(error: unknown, { trial, connection, notes }: Tried): Promise<Onward> {
    const failure = notes.withoutSecrets(connectorFailure(error, 'callback'));
    noteReached(notes, failure.stage);
    this.log(error, trial, connection, 'A trial sign-in failed at the connection');
    if (!trial.isDraft && error instanceof ConnectorError && error.secretExpired) await this.secrets.tell(connection);
    return { url: await this.reports.write(trial, { notes: notes.all, failure }) };
  }

  /** The same questions in the same order as for a sign-in that counts; none of them ends the report early. */
  async cameBack(found: ReturnedPerson, { trial, connection, notes }: Tried): Promise<Onward> {
    noteReached(notes, 'policy');
    const assessment = await assess(this.connections, connection, found.profile);
    const foreseen = await this.foreseen.foresee(signInOf(connection, found.identity, assessment));
    noteWarnings(notes, connection, assessment, this.clock.now());
    notes.reached('policy');
    notes.reached('profile');
    const refusals = {
      blocked: 'user_blocked',
      unknown: 'user_unknown',
      create: undefined,
      recognise: undefined,
    } as const;
    const refusal: RefusalReason | undefined = assessment.refusal ?? refusals[foreseen];
    const failure = refusal && ownFailure('policy', refusal);
    const person: TriedPerson = {
      ...found,
      assessment,
      user: failure === undefined && (foreseen === 'create' || foreseen === 'recognise') ? foreseen : 'refuse',
    };
    const url = await this.reports.write(trial, {
      notes: notes.all,
      person,
      ...(failure !== undefined && { failure }),
    });
    // It counts as no sign-in, and yet proves about a saved connection what a sign-in would.
    if (failure === undefined && !trial.isDraft) await this.consents.signedIn(connection, found.identity);
    return { url };
  }

  /** What is tried, whatever its state: that nobody else can use a disabled connection is no reason not to try it. Undefined when it was deleted. */
  private async tried({ connectionId, draft }: Trial): Promise<Connection | undefined> {
    if (connectionId === undefined) return draft;
    const saved = await this.connections.findById(connectionId);
    // Secrets of a deleted connection go nowhere any more, those that a change of it brought included.
    return saved && (draft ?? saved);
  }

  private log(error: unknown, trial: Trial, connection: Connection, message: string): void {
    const detail = { trial: trial.id, connection: connection.name, err: error };
    if (error instanceof ConnectorError) this.logger.info(detail, message);
    else this.logger.error(detail, 'A connector broke its contract in a trial');
  }
}

function areSecretsRefused(error: unknown): boolean {
  return error instanceof ConnectorError && error.secretsRefused;
}

/** What a connector need not tell, because the hub sees it: the answer came, and was believed. */
function noteReached(notes: TrialNotes, stage: string): void {
  const implied = stage === 'policy' ? ['callback', 'claims'] : ['callback'];
  const isBefore = stage === 'callback' || stage === 'discovery' || stage === 'authorize';
  for (const one of isBefore ? [] : implied) if (!notes.has(one)) notes.reached(one);
}
