import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMetrics } from './metrics.ts';

const gauge = (name: string, value: number, labels: Record<string, string> = {}) => ({
  name,
  help: 'A number.',
  labels,
  value,
});

test('gauges are read when they are asked for', async () => {
  const metrics = openMetrics();
  let depth = 3;
  metrics.gauges('queue', () => [gauge('depth', depth)]);
  assert.match(await metrics.page(), /^depth 3$/m);
  depth = 4;
  assert.match(await metrics.page(), /^depth 4$/m);
});

test('a line goes with what it told of', async () => {
  const metrics = openMetrics();
  let lanes = ['a', 'b'];
  metrics.gauges('lanes', async () => lanes.map((lane) => gauge('open', 1, { lane })));
  assert.match(await metrics.page(), /^open\{lane="b"\} 1$/m);
  lanes = ['a'];
  assert.doesNotMatch(await metrics.page(), /lane="b"/);
  lanes = [];
  assert.doesNotMatch(await metrics.page(), /lane="a"/);
});

test('a source that fails is missing and says so; the others are there', async () => {
  const metrics = openMetrics();
  metrics.gauges('away', () => Promise.reject(new Error('the database is away')));
  metrics.gauges('broken', () => {
    throw new Error('broken');
  });
  metrics.gauges('well', () => [gauge('fine', 1)]);
  const page = await metrics.page();
  assert.match(page, /^fine 1$/m);
  assert.match(page, /^steerhouse_metrics_source_up\{source="away"\} 0$/m);
  assert.match(page, /^steerhouse_metrics_source_up\{source="broken"\} 0$/m);
  assert.match(page, /^steerhouse_metrics_source_up\{source="well"\} 1$/m);
});

test('two who ask at once both get a whole page', async () => {
  const metrics = openMetrics();
  metrics.gauges('queue', async () => [gauge('depth', 1)]);
  for (const page of await Promise.all([metrics.page(), metrics.page(), metrics.page()])) {
    assert.match(page, /^depth 1$/m);
  }
});

test('the event loop and the memory are always told', async () => {
  const page = await openMetrics().page();
  assert.match(page, /^steerhouse_event_loop_delay_p99_seconds [\d.e-]+$/m);
  assert.match(page, /^process_resident_memory_bytes \d{6,}$/m);
});
