import { describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { BoundedValues, Metrics } from './index.js';

describe('the metrics of a hub', () => {
  it('the metrics of a hub are counters, histograms and gauges in the text format of Prometheus', async () => {
    const metrics = new Metrics();
    metrics.counter({ name: 'portico_a_total', help: 'A.', labels: ['kind'] }).inc({ kind: 'x' });
    metrics.histogram({ name: 'portico_b_seconds', help: 'B.', labels: [] }).observe(0.02);
    metrics.gauge({ name: 'portico_c', help: 'C.', labels: [] }, () => [{ labels: {}, value: 7 }]);
    const { contentType, text } = await metrics.text();
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('# TYPE portico_a_total counter\nportico_a_total{kind="x"} 1\n');
    expect(text).toContain('portico_b_seconds_bucket{le="0.025"} 1\n');
    expect(text).toContain('portico_c 7\n');
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it('the metrics of a hub are of this hub alone: nothing reaches the registry of the process, or of another hub', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    const measure = { name: 'portico_a_total', help: 'A.', labels: [] as const };
    one.counter(measure).inc();
    other.counter(measure);
    await one.text();
    expect((await other.text()).text).toContain('portico_a_total 0');
    expect(register.getMetricsAsArray()).toEqual([]);
  });

  it('the metrics of a hub have a measure once, however often it is asked for', async () => {
    const metrics = new Metrics();
    for (let one = 0; one < 2; one += 1) metrics.counter({ name: 'portico_a_total', help: 'A.', labels: [] }).inc();
    expect((await metrics.text()).text).toContain('portico_a_total 2');
  });

  it('the metrics of a hub leave out a gauge that cannot be read, and keep the others', async () => {
    const metrics = new Metrics();
    metrics.gauge({ name: 'portico_bad', help: 'Bad.', labels: [] }, () => Promise.reject(new Error('no storage')));
    metrics.gauge({ name: 'portico_good', help: 'Good.', labels: [] }, async () => [{ labels: {}, value: 1 }]);
    const { text } = await metrics.text();
    expect(text).not.toMatch(/^portico_bad\b/m);
    expect(text).toContain('portico_good 1');
  });

  it('the metrics of a hub forget what a gauge no longer has', async () => {
    const metrics = new Metrics();
    const names = ['a', 'b'];
    metrics.gauge({ name: 'portico_c', help: 'C.', labels: ['of'] }, () =>
      names.map((of) => ({ labels: { of }, value: 1 })),
    );
    await metrics.text();
    names.pop();
    expect((await metrics.text()).text.match(/^portico_c\{.*$/gm)).toEqual(['portico_c{of="a"} 1']);
  });
});

describe('bounded values of a label', () => {
  it('bounded values of a label are told apart up to their number, and are one from there on', () => {
    const values = new BoundedValues(2);
    expect(['a', 'b', 'c', 'a', 'd'].map((value) => values.of(value))).toEqual(['a', 'b', '(other)', 'a', '(other)']);
  });
});
