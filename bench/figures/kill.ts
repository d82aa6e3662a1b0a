// `kill -9` of the whole server under load at random moments, and what of its promises is left afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Book, openBook } from '../../e2e/durability/book.ts';
import { checkBook, sendAgain } from '../../e2e/durability/check-book.ts';
import { compareState } from '../../e2e/durability/compare-state.ts';
import { newDecision, startLoad, startReviewers } from '../../e2e/durability/load.ts';
import { openRandom } from '../../e2e/durability/random.ts';
import {
  databaseUrlOf,
  freePort,
  makeDataDir,
  postmasterPid,
  type ServerProcess,
  startServer,
} from '../../e2e/durability/server-process.ts';
import { type Site, setUpSite } from '../../e2e/durability/site.ts';
import { ledgerProblems, untilIntegrated, verifyServedLog } from '../../e2e/durability/verify-served-log.ts';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { processIdentity } from '../../src/platform/process-identity.ts';
import type { Bench, Figure } from '../figure.ts';

export type KillFigures = {
  rounds: number;
  seed: number;
  /** Decisions sent, and those of them that were answered with success before the kill. */
  sent: number;
  answered: number;
  recordedUnanswered: number;
  verdictsAnswered: number;
  waiters: number;
  /** Everything from here on has to be zero. */
  lost: number;
  changed: number;
  letGo: number;
  verdictsLost: number;
  answeredDifferently: number;
  waitersLost: number;
  /** Rows without an entry, entries without a row, states the ledger does not lead to. */
  differences: number;
  badLogs: number;
  orphans: number;
  surprises: number;
  /** What was wrong, in words; the first hundred. */
  findings: string[];
  restartMs: { median: number; max: number };
  logSize: number;
};

const leastRounds = 100;

/** The rounds as a bench: how many, what was promised in them, and how much of that was broken. */
export const kill: Bench = {
  name: 'kill',
  about: 'kill -9 of the server under load at random moments, 100 times on one data folder.',
  async run({ rounds, tell }) {
    const seed = Date.now() % 1_000_000;
    const figures = await killRounds({ rounds: Math.max(leastRounds, rounds), seed, tell });
    for (const finding of figures.findings) tell(finding);
    const count = (id: string, value: number, goal?: string): Figure => ({
      id: `kill.${id}`,
      value,
      unit: 'in all',
      rounds: figures.rounds,
      min: value,
      max: value,
      ...(goal ? { goal } : {}),
    });
    return [
      count('rounds', figures.rounds, `>= ${leastRounds}`),
      count('answered', figures.answered),
      count('verdicts', figures.verdictsAnswered),
      count('waiters', figures.waiters),
      ...zeroes.map((id) => count(id, figures[id], '<= 0')),
    ];
  },
};

const zeroes = [
  'lost',
  'changed',
  'letGo',
  'verdictsLost',
  'answeredDifferently',
  'waitersLost',
  'differences',
  'badLogs',
  'orphans',
  'surprises',
] as const;

export type KillOptions = { rounds: number; seed: number; tell?: (line: string) => void };

/** The load of one round: enough that every statement of the product is being run when the kill comes. */
const load = { singles: 12, batches: 2, lines: 60 };
const waitersPerRound = 4;
const earliestKillMs = 60;
const latestKillMs = 1_300;
const waiterPatienceMs = 60_000;
/** The latest answers; whatever was not answered is sent again in any case. */
const answeredSentAgain = 60;
/** Comparing everything costs more with every round; a long run does it now and then, and at the end. */
const roundsBetweenComparisons = 5;

/** Runs the rounds on one data folder; the database, its ledger and the callers' credentials live through all of them. */
export async function killRounds({ rounds, seed, tell = () => {} }: KillOptions): Promise<KillFigures> {
  const random = openRandom(seed);
  const { dataDir, remove } = makeDataDir();
  const port = await freePort();
  const figures = emptyFigures(seed);
  const restarts: number[] = [];
  let server = await startServer({ dataDir, port });
  const db = openDatabase({ url: databaseUrlOf(dataDir), connections: 3 });
  try {
    const site = await setUpSite(server, { reviewers: 3, undoSeconds: 1 });
    for (let round = 1; round <= rounds; round++) {
      const waitMs = Math.round(earliestKillMs + random() * (latestKillMs - earliestKillMs));
      const book = openBook();
      const killed = await killUnderLoad({ site, book, server, dataDir }, { waitMs, random });
      const answered = `round ${round}: killed after ${waitMs} ms, ${toldOf(book)}`;
      server = await startServer({ dataDir, port });
      restarts.push(server.startedInMs);
      await settle({ db, site, book, random, figures }, killed);
      if (round % roundsBetweenComparisons === 0 || round === rounds) await compareAll(db, server, figures);
      figures.rounds = round;
      tell(`${answered}; ${figures.findings.length} findings so far`);
    }
    const pid = postmasterPid(dataDir);
    const { code } = await server.terminate();
    if (code !== 0) find(figures, 'surprises', [`the last shutdown ended with ${code}`]);
    find(figures, 'orphans', pid !== null && processIdentity(pid) !== null ? [`postgres ${pid}`] : []);
  } finally {
    await db.close().catch(() => undefined); // its server may be gone already
    await server.terminate();
    remove();
  }
  restarts.sort((a, b) => a - b);
  figures.restartMs = {
    median: Math.round(restarts[restarts.length >> 1] ?? 0),
    max: Math.round(restarts.at(-1) ?? 0),
  };
  return figures;
}

type Round = { site: Site; book: Book; server: ServerProcess; dataDir: string };
type Waiting = { decisionId: string; outcome: Promise<string> };
type Killed = { waiting: Waiting[]; postgres: { pid: number; identity: string } | null };

async function killUnderLoad(
  { site, book, server, dataDir }: Round,
  { waitMs, random }: { waitMs: number; random: () => number },
): Promise<Killed> {
  const callers = startLoad(site, book, load, random);
  const reviewers = startReviewers(site.reviewers, book, random);
  const waiting = Array.from({ length: waitersPerRound }, () => startWaiter(site, book, random));
  await sleep(waitMs);
  const pid = postmasterPid(dataDir);
  const identity = pid === null ? null : processIdentity(pid);
  await server.kill();
  await Promise.all([callers.stop(), reviewers.stop()]);
  return { waiting, postgres: pid !== null && identity !== null ? { pid, identity } : null };
}

/** Submits and waits as an integrator does: through the SDK, over the crash and the restart. */
function startWaiter({ machine }: Site, book: Book, random: () => number): Waiting {
  const decision = newDecision(random, 'urgent');
  const decisionId = decision.decisionId ?? '';
  const outcome = machine
    .gate(decision, {
      timeoutMs: waiterPatienceMs,
      pollSeconds: 20,
      onRouted: (routed) => {
        book.sent.set(decisionId, decision);
        book.answered.set(decisionId, routed);
      },
    })
    .then(
      ({ kind }) => kind,
      (error) => `failed: ${error}`,
    );
  return { decisionId, outcome };
}

type After = { db: Database; site: Site; book: Book; random: () => number; figures: KillFigures };

/** After the restart: what was promised is looked for, waiters get their outcome, everything is sent again. */
async function settle({ db, site, book, random, figures }: After, killed: Killed): Promise<void> {
  const { postgres } = killed;
  if (postgres && processIdentity(postgres.pid) === postgres.identity)
    find(figures, 'orphans', [`postgres ${postgres.pid} still runs beside its successor`]);
  figures.sent += book.sent.size;
  figures.answered += book.answered.size;
  await note(db, book, figures);
  const reviewers = startReviewers(site.reviewers, book, random);
  const outcomes = await Promise.all(killed.waiting.map(({ outcome }) => outcome));
  await reviewers.stop();
  figures.waiters += outcomes.length;
  const states = await statesOf(
    db,
    killed.waiting.map(({ decisionId }) => decisionId),
  );
  find(
    figures,
    'waitersLost',
    killed.waiting.flatMap(({ decisionId }, i) =>
      outcomes[i] === outcomeKinds[states.get(decisionId) ?? '']
        ? []
        : [`waiter of ${decisionId} got ${outcomes[i]}, the decision is ${states.get(decisionId)}`],
    ),
  );
  find(figures, 'answeredDifferently', await sendAgain(site, book, answeredSentAgain));
  await note(db, book, figures, { again: true });
  figures.verdictsAnswered += book.verdicts.size;
  find(figures, 'surprises', book.surprises);
}

const outcomeKinds: Record<string, string> = { released: 'released', edited: 'edited', rejected: 'rejected' };

async function note(db: Database, book: Book, figures: KillFigures, { again = false } = {}): Promise<void> {
  const kept = await checkBook(db, book);
  if (!again) figures.recordedUnanswered += kept.recordedUnanswered;
  for (const what of ['lost', 'changed', 'letGo', 'verdictsLost'] as const) find(figures, what, kept[what]);
}

async function compareAll(db: Database, server: ServerProcess, figures: KillFigures): Promise<void> {
  const { differences, entries } = await compareState(db);
  find(figures, 'differences', differences);
  figures.logSize = entries;
  await untilIntegrated(db);
  const verdict = await verifyServedLog(db, server.baseUrl);
  find(figures, 'badLogs', [...(verdict.ok ? [] : [verdict.because]), ...(await ledgerProblems(db))]);
}

async function statesOf(db: Database, decisionIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.rows<{ decision_id: string; state: string }>({
    text: 'select decision_id, state from decision where decision_id = any($1::uuid[])',
    values: [decisionIds],
  });
  return new Map(rows.map((row) => [row.decision_id, row.state]));
}

type Count = Exclude<keyof KillFigures, 'findings' | 'restartMs'>;

function find(figures: KillFigures, what: Count, found: readonly string[]): void {
  figures[what] += found.length;
  figures.findings.push(...found.slice(0, 100 - figures.findings.length).map((one) => `${what}: ${one}`));
}

function toldOf({ answered, sent, verdicts }: Book): string {
  return `${answered.size} of ${sent.size} decisions and ${verdicts.size} verdicts answered`;
}

function emptyFigures(seed: number): KillFigures {
  return {
    rounds: 0,
    seed,
    sent: 0,
    answered: 0,
    recordedUnanswered: 0,
    verdictsAnswered: 0,
    waiters: 0,
    lost: 0,
    changed: 0,
    letGo: 0,
    verdictsLost: 0,
    answeredDifferently: 0,
    waitersLost: 0,
    differences: 0,
    badLogs: 0,
    orphans: 0,
    surprises: 0,
    findings: [],
    restartMs: { median: 0, max: 0 },
    logSize: 0,
  };
}
