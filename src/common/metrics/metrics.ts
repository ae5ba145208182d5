import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What something measured is called, and what it is told apart by. */
export interface Measure<Label extends string> {
  /** `portico_…`, with its unit at the end, and `_total` for a counter. A contract: dashboards and alerts name it. */
  readonly name: string;
  readonly help: string;
  /** Each with a closed set of values, or one bounded by {@link BoundedValues}: never what came in with a request. */
  readonly labels: readonly Label[];
}

/** One value of a gauge at the time of asking. */
export interface Reading<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

/** How long `/metrics` waits for a gauge that has to ask somebody, in milliseconds. */
const READING_TIME = 1_000;

/**
 * What this instance counts and measures, for Prometheus. A registry of its own: a host application's, and another
 * hub's in the same process, are not touched. Holds nothing about a person.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private isAboutProcess = false;

  /** Begins at 0 with the process. The same measure asked for twice is one. */
  counter<Label extends string>({ name, help, labels }: Measure<Label>): Counter<Label> {
    const known = this.registry.getSingleMetric(name);
    if (known !== undefined) return known as Counter<Label>;
    return new Counter({ name, help, labelNames: [...labels], registers: [this.registry] });
  }

  /** Durations in seconds, from a millisecond to ten seconds. */
  histogram<Label extends string>({ name, help, labels }: Measure<Label>): Histogram<Label> {
    const known = this.registry.getSingleMetric(name);
    if (known !== undefined) return known as Histogram<Label>;
    const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    return new Histogram({ name, help, labelNames: [...labels], buckets, registers: [this.registry] });
  }

  /** Read whenever somebody asks for the metrics. One that cannot be read in time is left out. */
  gauge<Label extends string>(
    { name, help, labels }: Measure<Label>,
    read: () => readonly Reading<Label>[] | Promise<readonly Reading<Label>[]>,
  ): void {
    this.registry.removeSingleMetric(name);
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [this.registry],
      async collect() {
        const readings = await inTime(read);
        this.reset();
        // The library's reset makes a 0 where there are no labels, which would pass for a reading.
        if (labels.length === 0) this.remove();
        for (const { labels: of, value } of readings) this.set(of, value);
      },
    });
  }

  /** All of it, in Prometheus's text format, with the process's own (CPU, memory, event loop) from the first time on. */
  async text(): Promise<{ readonly contentType: string; readonly text: string }> {
    if (!this.isAboutProcess) {
      this.isAboutProcess = true;
      collectDefaultMetrics({ register: this.registry });
    }
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}

async function inTime<Value>(read: () => readonly Value[] | Promise<readonly Value[]>): Promise<readonly Value[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Value[]>((resolve) => {
    timer = setTimeout(() => resolve([]), READING_TIME);
  });
  try {
    // A storage that does not answer must not take away what is known without it.
    return await Promise.race([late, Promise.resolve().then(read)]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}

/** What no name of the hub's looks like. */
const OTHER = '(other)';

/** Values a label may take, in order of appearance, up to a number; all later ones are one. Each costs memory for ever. */
export class BoundedValues {
  private readonly known = new Set<string>();

  constructor(private readonly limit: number) {}

  of(value: string): string {
    if (this.known.has(value)) return value;
    if (this.known.size >= this.limit) return OTHER;
    this.known.add(value);
    return value;
  }
}

/** Connections told apart in one measure; a hub with more has them under `(other)`. */
export const MAX_CONNECTIONS = 200;
