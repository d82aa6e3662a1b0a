// What `npm test` shows of node:test: a line per file, everything about a failure, and the counts for the last line.
import { relative, resolve } from 'node:path';
import { inspect } from 'node:util';
import { seconds } from './progress.mjs';

// A file that prints without end must not fill the memory.
const keptLines = 200;

const files = new Map();

// Whoever started the tests is gone: end them with all their children, which share our process group.
process.once('disconnect', () => process.kill(-process.pid, 'SIGTERM'));
process.channel?.unref();

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') keepOutput(data);
    if (type === 'test:pass') yield* passed(data);
    if (type === 'test:fail') yield* failed(data);
    if (type === 'test:summary') yield* summary(data);
  }
  process.send?.(tally());
}

/** Counts of the files heard to their end. The runner sometimes loses a file's last events; such a file is left out. */
function tally() {
  const finished = [...files].filter(([, file]) => file.summarised || file.counts.failed > 0);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [, file] of finished) for (const kind in counts) counts[kind] += file.counts[kind];
  return { counts, finished: finished.map(([path]) => path) };
}

function* passed(data) {
  if (isWholeFile(data)) return yield* failedWith(data, 'this file holds no test');
  if (data.details.type === 'suite') return;
  const skipped = data.skip !== undefined || data.todo !== undefined;
  fileOf(data).counts[skipped ? 'skipped' : 'passed']++;
}

function* failed(data) {
  const error = data.details.error;
  // The parent of a failed test fails too; that is one failure, not two.
  if (error?.failureType === 'subtestsFailed') return;
  const cause = error?.cause ?? error;
  yield* failedWith(
    data,
    isWholeFile(data) ? '' : typeof cause === 'string' ? cause : inspect(cause, { depth: 6 }),
  );
}

function* failedWith(data, reason) {
  const file = fileOf(data);
  file.counts.failed++;
  const where = `${relative(process.cwd(), resolve(data.file))}${isWholeFile(data) ? '' : `:${data.line}`}`;
  yield `  ✖ ${isWholeFile(data) ? '' : `${data.name} `}(${where})\n`;
  if (reason) yield indented(reason);
  if (isWholeFile(data)) yield indented(file.output.join(''));
}

function* summary({ file, counts: found, duration_ms: durationMs, success }) {
  if (!file) return;
  const heard = fileOf({ file });
  heard.summarised = true;
  const { output } = heard;
  const mark = success ? '✔' : '✖';
  yield `  ${mark} ${relative(process.cwd(), file)}  ${found.tests} in ${seconds(durationMs)}\n`;
  if (!success && output.length > 0) yield indented(`It printed:\n${output.join('')}`);
}

/** node:test stands a file for itself when it crashed or holds no test. */
function isWholeFile({ name, file, nesting }) {
  return nesting === 0 && file !== undefined && resolve(name) === resolve(file);
}

function keepOutput(data) {
  const { output } = fileOf(data);
  output.push(data.message);
  if (output.length > keptLines) output.shift();
}

function fileOf({ file }) {
  const path = resolve(file ?? '');
  if (!files.has(path)) files.set(path, newFile());
  return files.get(path);
}

function newFile() {
  return { output: [], counts: { passed: 0, failed: 0, skipped: 0 }, summarised: false };
}

function indented(text) {
  return `${text.trimEnd().replace(/^/gm, '      ')}\n`;
}
