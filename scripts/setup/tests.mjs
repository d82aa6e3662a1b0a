import { join, resolve } from 'node:path';
import { capture } from './capture.mjs';
import { findChromium } from './chromium.mjs';
import { buildConsole } from './console.mjs';
import { root, toolEnvironment } from './node24.mjs';
import { SetupFailure, seconds, withProgress } from './progress.mjs';
import { runChild } from './run-child.mjs';
import { startTestDatabase } from './test-database.mjs';
import { testFiles } from './test-files.mjs';

// Longer than any test may take; a test that hangs must not hang the run.
const testTimeoutMs = 300_000;
const kinds = ['types', 'lint', 'unit', 'pg', 'e2e'];
const fileKinds = ['unit', 'pg', 'e2e'];

/** `npm test`, or a part of it: `npm test -- pg unit ledger` runs those kinds on files with `ledger` in their path. */
export async function runTests(node, args) {
  const patterns = args.filter((word) => !kinds.includes(word));
  const named = kinds.filter((kind) => args.includes(kind));
  // A pattern chooses files, and types and lint have none.
  const chosen = named.length > 0 ? named : patterns.length > 0 ? fileKinds : kinds;
  const files = testFiles(patterns);
  const wanted = fileKinds.filter((kind) => chosen.includes(kind));
  if (patterns.length > 0 && wanted.every((kind) => files[kind].length === 0)) {
    throw new SetupFailure(`No test file has ${patterns.join(' or ')} in its path.`);
  }
  const run = new TestRun(node);
  const begunAt = performance.now();
  const interrupt = () => run.interrupt();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, interrupt);
  try {
    await runSteps(run, chosen, files);
  } finally {
    await run.close();
  }
  console.log(`\n${seconds(performance.now() - begunAt)}`);
  console.log(`${run.passed} passed, ${run.failed} failed`);
  return run.interrupted ? 130 : run.failed > 0 || run.passed === 0 ? 1 : 0;
}

async function runSteps(run, chosen, files) {
  const needed = (kind) => chosen.includes(kind) && files[kind].length > 0;
  // Before anything else: whoever lacks it should not learn so after minutes.
  const chromium = needed('e2e') ? await findChromium() : null;
  if (chosen.includes('types')) await run.check('types', 'tsc', ['--noEmit']);
  if (chosen.includes('lint')) await run.check('lint', 'biome', ['check', '.']);
  const built = needed('e2e') ? await run.build() : false;
  if (needed('unit')) await run.files('unit', files.unit, {});
  if (needed('pg')) await run.files('PostgreSQL', files.pg, await run.database());
  if (built)
    await run.files('browser', files.e2e, { ...(await run.database()), STEERHOUSE_CHROMIUM: chromium });
}

class TestRun {
  passed = 0;
  failed = 0;
  interrupted = false;
  #node;
  #environment;
  #server = null;

  constructor(node) {
    this.#node = node;
    // The settings of whoever runs the tests must not decide how they end.
    const environment = toolEnvironment(node);
    const ours = Object.keys(environment).filter((name) => name.startsWith('STEERHOUSE_'));
    for (const name of [...ours, 'DATABASE_URL', 'NODE_ENV']) delete environment[name];
    this.#environment = environment;
  }

  /** A tool that says yes or no counts as one test. */
  async check(title, command, args) {
    if (this.interrupted) return;
    console.log(`\n${title}`);
    const begunAt = performance.now();
    const options = { cwd: root, env: this.#environment };
    const { code, output } = await withProgress(`  ${command}`, () => capture(command, args, options));
    if (code === 0) this.passed++;
    else this.failed++;
    if (code !== 0) console.log(output.trimEnd());
    console.log(`  ${code === 0 ? '✔' : '✖'} ${command} in ${seconds(performance.now() - begunAt)}`);
  }

  /** The console the browser tests look at; only its failure counts. */
  async build() {
    if (this.interrupted) return false;
    console.log('\nconsole');
    try {
      await buildConsole(this.#node);
      console.log('  ✔ built');
      return true;
    } catch (error) {
      this.failed++;
      console.log(`  ✖ ${error.message}`);
      return false;
    }
  }

  /** Starts the test database when first needed. */
  async database() {
    if (this.interrupted) return {};
    this.#server ??= await startTestDatabase(this.#node);
    if (!this.#server.superuserUrl)
      throw new SetupFailure('The PostgreSQL for the tests did not start: see above.');
    return { STEERHOUSE_TEST_POSTGRES: this.#server.superuserUrl };
  }

  async files(title, files, environment) {
    if (this.interrupted) return;
    console.log(`\n${title}`);
    const begunAt = performance.now();
    // What a test left open must not keep its file from ending.
    const first = await this.#run(files, environment, ['--test-force-exit']);
    const unheard = files.filter((file) => !first.finished.includes(resolve(root, file)));
    const counts = [first];
    if (unheard.length > 0 && !this.interrupted) {
      console.log(`  Not heard to the end, so run again: ${unheard.join(', ')}`);
      // A forced exit may cut off a file's last words, so this time it is let go by itself.
      counts.push(await this.#run(unheard, environment, []));
    }
    const sum = (kind) => counts.reduce((total, part) => total + part.counts[kind], 0);
    const unfinished = files.filter(
      (file) => !counts.some(({ finished }) => finished.includes(resolve(root, file))),
    );
    for (const file of unfinished) console.log(`  ✖ ${file} did not run to its end`);
    // A runner that ends badly without a failed test has failed itself.
    const failed = sum('failed') + unfinished.length || (counts.every(({ code }) => code === 0) ? 0 : 1);
    this.passed += sum('passed');
    this.failed += failed;
    const skipped = sum('skipped') ? `, ${sum('skipped')} skipped` : '';
    console.log(
      `  ${sum('passed')} passed, ${failed} failed${skipped} in ${seconds(performance.now() - begunAt)}`,
    );
  }

  async #run(files, environment, options) {
    let heard = { counts: { passed: 0, failed: 0, skipped: 0 }, finished: [] };
    const code = await runChild(this.#node, [...options, ...testArguments(files)], {
      cwd: root,
      env: { ...this.#environment, ...environment },
      group: true,
      onMessage: (message) => {
        heard = message;
      },
    });
    return { ...heard, code };
  }

  /** Ends after the step that is under way; its programs hear the signal too. */
  interrupt() {
    this.interrupted = true;
  }

  async close() {
    await this.#server?.stop();
  }
}

function testArguments(files) {
  return [
    '--test',
    // Two also for browser tests, which wait most of their time.
    '--test-concurrency=2',
    `--test-timeout=${testTimeoutMs}`,
    `--test-reporter=${join(root, 'scripts/setup/test-reporter.mjs')}`,
    '--test-reporter-destination=stdout',
    ...files,
  ];
}
