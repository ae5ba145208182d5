import type { ArtifactKey } from './artifact-queries.js';
import { type ArtifactRows, newestOf, type OpenArtifact, type Removal } from './artifact-rows.js';
import type { KeptWrite } from './database.js';
import { once, type UnitPart } from './unit.js';

/** What a unit knows of one artifact, and what it is to write of it. */
interface Known {
  readonly key: ArtifactKey;
  /** As it is once the unit is written. Undefined: there is none. */
  row: OpenArtifact | undefined;
  /** Whether the database has it. `unknown`: it was not asked. */
  stored: 'yes' | 'no' | 'unknown';
  isToBeSaved: boolean;
  isToBeRemoved: boolean;
  /** When it was used in this unit. */
  usedAt: number | undefined;
}

/**
 * Artifacts within one unit of work. Each is read at most once, and what is saved or removed several times is written
 * once. That something is used holds for this unit at once, and for everybody when the unit is written: it fails where
 * somebody else was faster.
 */
export class ArtifactsOfUnit implements UnitPart {
  private readonly known = new Map<string, Known>();
  private readonly loading = new Map<string, Promise<void>>();
  private removals: Removal[] = [];

  constructor(private readonly rows: ArtifactRows) {}

  async find(key: ArtifactKey, now: Date): Promise<OpenArtifact | undefined> {
    return alive((await this.look(key, now)).row, now);
  }

  async findByUid(model: string, hash: string, now: Date): Promise<OpenArtifact | undefined> {
    const here = () =>
      [...this.known.values()]
        .map(({ row }) => alive(row, now))
        .filter((row) => row !== undefined && row.model === model && row.uid_hash === hash) as OpenArtifact[];
    if (here().length === 0)
      await once(this.loading, sessionsOf(model, hash), async () => {
        for (const row of await this.rows.ofUid(model, hash, now)) this.meet(row, row);
      });
    return newestOf(here());
  }

  save(row: OpenArtifact): void {
    const known = this.entry(row);
    // When it was made, and that it was used, stays.
    const { created_at, consumed_at } = known.row ?? row;
    known.row = { ...row, created_at, consumed_at };
    known.isToBeSaved = true;
  }

  async consume(key: ArtifactKey, now: Date): Promise<boolean> {
    const known = await this.look(key, now);
    const row = alive(known.row, now);
    if (row === undefined || row.consumed_at !== null) return false;
    known.usedAt = now.getTime();
    known.row = { ...row, consumed_at: now.getTime() };
    return true;
  }

  remove(key: ArtifactKey): void {
    const known = this.entry(key);
    known.isToBeRemoved = known.stored !== 'no';
    drop(known);
  }

  removeAll(those: Removal): void {
    this.removals.push(those);
    for (const known of this.known.values()) {
      if (known.row === undefined || !isAmong(known.row, those)) continue;
      // What the database has under other names than the unit is not found there by these; and a use must hold still.
      known.isToBeRemoved ||= known.stored !== 'no' && (known.isToBeSaved || known.usedAt !== undefined);
      drop(known);
    }
  }

  takeWrites(): readonly KeptWrite[] {
    const removals = this.removals.map((those) => write(1, JSON.stringify(those), this.rows.removing(those)));
    const all = [...this.known.values()];
    const writes = all.flatMap((known) => [...this.writesOf(known)]);
    const saved = all.flatMap(({ row, isToBeSaved }) => (isToBeSaved && row ? [{ ...row, consumed_at: null }] : []));
    saved.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    const [first] = saved;
    if (first !== undefined) writes.push(write(2, nameOf(first), this.rows.keptSaves(saved)));
    for (const known of all) settle(known);
    this.removals = [];
    return [...removals, ...writes];
  }

  private *writesOf({ key, stored, isToBeRemoved, usedAt }: Known): Iterable<KeptWrite> {
    const name = `${key.model} ${key.id_hash}`;
    if (usedAt !== undefined && isToBeRemoved) {
      yield { ...write(0, name, this.rows.keptRemoval(key, usedAt)), mustAffect: 'artifact' };
    } else if (usedAt !== undefined) {
      const phase = stored === 'yes' ? 0 : 3;
      yield { ...write(phase, name, this.rows.keptConsumption(key, usedAt)), mustAffect: 'artifact' };
    } else if (isToBeRemoved) {
      yield write(1, name, this.rows.keptRemoval(key));
    }
  }

  private async look(key: ArtifactKey, now: Date): Promise<Known> {
    const known = this.known.get(nameOf(key));
    if (known !== undefined) return known;
    await once(this.loading, nameOf(key), () => this.load(key, now));
    return this.entry(key);
  }

  private async load(key: ArtifactKey, now: Date): Promise<void> {
    if (!ENDS_WITH_SESSION.has(key.model)) {
      this.meet(key, await this.rows.find(key, now));
      return;
    }
    const { row, sessions } = await this.rows.findWithSession(key, now);
    this.meet(key, row);
    for (const session of sessions) this.meet(session, session);
    // Also where there is none any more.
    const hash = row?.session_hash;
    if (typeof hash === 'string') this.loading.set(sessionsOf('Session', hash), Promise.resolve());
  }

  /** Takes note of what the database has, unless the unit knows better. */
  private meet(key: ArtifactKey, row: OpenArtifact | undefined): void {
    if (this.known.has(nameOf(key))) return;
    const known = this.entry(key);
    known.stored = row === undefined ? 'no' : 'yes';
    if (row !== undefined && !this.removals.some((those) => isAmong(row, those))) known.row = row;
  }

  private entry({ model, id_hash }: ArtifactKey): Known {
    const key = { model, id_hash };
    const known = this.known.get(nameOf(key)) ?? {
      key,
      row: undefined,
      stored: 'unknown',
      isToBeSaved: false,
      isToBeRemoved: false,
      usedAt: undefined,
    };
    this.known.set(nameOf(key), known);
    return known;
  }
}

/** What ends with a session is used together with it. */
const ENDS_WITH_SESSION: ReadonlySet<string> = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

function sessionsOf(model: string, hash: string): string {
  return `uid ${model} ${hash}`;
}

function nameOf({ model, id_hash }: ArtifactKey): string {
  return `${model} ${id_hash}`;
}

/** Uses first, because they may fail; then removals, then what is saved under the same names. */
function write(phase: 0 | 1 | 2 | 3, name: string, query: KeptWrite['query']): KeptWrite {
  return { table: 'oidc_artifacts', key: `${phase} ${name}`, query };
}

function alive(row: OpenArtifact | undefined, now: Date): OpenArtifact | undefined {
  return row !== undefined && (row.expires_at === null || row.expires_at > now.getTime()) ? row : undefined;
}

function isAmong(row: OpenArtifact, those: Removal): boolean {
  switch (those.of) {
    case 'uid':
      return row.model === those.model && row.uid_hash === those.hash;
    case 'grant':
      return row.model === those.model && row.grant_id === those.hash;
    case 'whole-grant':
      return row.grant_id === those.hash || (row.model === 'Grant' && row.id_hash === those.hash);
    case 'account':
      return row.account_id === those.id;
    case 'client':
      return row.client_id === those.id;
  }
}

function drop(known: Known): void {
  known.row = undefined;
  known.isToBeSaved = false;
  // Nobody else can have used what is not there.
  if (known.stored !== 'yes') known.usedAt = undefined;
}

/** What was to be written is written. */
function settle(known: Known): void {
  known.stored = known.row === undefined ? 'no' : 'yes';
  known.isToBeSaved = false;
  known.isToBeRemoved = false;
  known.usedAt = undefined;
}
