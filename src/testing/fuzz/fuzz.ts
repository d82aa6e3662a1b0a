import type { OpenApiDocument } from '../../contract/open-api.ts';
import { openApi, ready } from '../../contract/operations.ts';
import { openClient } from '../../sdk/client.ts';
import { runServer, type ServerUnderTest } from '../run-server.ts';
import { type Operation, operationsOf } from './contract-map.ts';
import { type Dice, rollDice } from './dice.ts';
import { type Judge, openJudge } from './judge.ts';
import { makeRequest } from './make-request.ts';
import type { Maker } from './make-value.ts';
import { openPool, type Together } from './pool.ts';
import { faultText, Tally } from './report.ts';
import { closeConnections, type Sender, sendRequest } from './send-request.ts';
import { type Actor, buildWorld, type World } from './world.ts';

export type FuzzOptions = { seconds: number; seed: number; only: string };

const SENDERS = 8;
const MOST_KINDS_OF_FAULT = 200;

/** True when every answer kept the contract and the server ended in good order. */
export async function fuzz({ seconds, seed, only }: FuzzOptions): Promise<boolean> {
  console.log(`Seed ${seed}, ${seconds} s. Starting a server …`);
  const server = await runServer();
  const tally = new Tally();
  let alive = false;
  try {
    const world = await buildWorld(server);
    const document = (await openClient(server).call(openApi)) as OpenApiDocument; // what the server says about itself
    const operations = operationsOf(document).filter(({ id }) => id.includes(only));
    const run = {
      server,
      world,
      operations,
      tally,
      judge: openJudge(document),
      untilMs: Date.now() + 1000 * seconds,
    };
    const pool = openPool(world.untouchable);
    for (const seeded of world.seeds) pool.gather(seeded);
    const makers = Array.from({ length: SENDERS }, (_, i) => ({
      dice: rollDice(seed * SENDERS + i),
      pool,
      named: document.components.schemas as Maker['named'], // schemas, as open-api.ts writes them
    }));
    await Promise.all(makers.map((maker) => sendUntilTime(run, maker)));
    alive = await isReady(server.baseUrl);
  } finally {
    closeConnections();
    const exitCode = await server.stop();
    if (exitCode !== 0) console.error(`The server ended with ${exitCode}. It said:\n${server.lastWords()}`);
    alive &&= exitCode === 0;
  }
  console.log(tally.table());
  if (tally.neverDone.length > 0) console.log(`\nNever done: ${tally.neverDone.join(', ')}`);
  if (tally.faults.length > 0)
    console.error(
      `\n${faultText(tally.faults)}\n\nThe server said last:\n${server.lastWords().slice(-4000)}`,
    );
  const good = alive && tally.faults.length === 0;
  console.log(
    `\n${tally.sent} requests, ${tally.faults.length} faults, seed ${seed}: ${good ? 'good' : 'not good'}.`,
  );
  return good;
}

type Run = {
  server: ServerUnderTest;
  world: World;
  operations: ReturnType<typeof operationsOf>;
  tally: Tally;
  judge: Judge;
  untilMs: number;
};

async function sendUntilTime(run: Run, maker: Maker): Promise<void> {
  let given: Together | null = null;
  while (Date.now() < run.untilMs && run.server.ended() === null) {
    if (run.tally.faults.length >= MOST_KINDS_OF_FAULT) return;
    given = await sendOne(run, maker, given);
  }
}

/** `given` is what the last answer gave out; half of the time the next request goes on from there. */
async function sendOne(
  { server, world, operations, tally, judge }: Run,
  maker: Maker,
  given: Together | null,
): Promise<Together | null> {
  const { dice, pool } = maker;
  const next = given && dice.chance(0.5) ? goOn(operations, given, dice) : null;
  const operation = next ?? pickOperation(operations, dice);
  const known = () => (dice.chance(0.7) ? pool.pickTogether(operation.needs, dice) : null);
  const together = next ? given : known();
  const actor = pickActor(world.actors, { operation, together, dice });
  const request = makeRequest(operation, together ? { ...maker, together: together.values } : maker);
  const answer = await sendRequest(server.baseUrl, request, fromSomewhere(actor, dice));
  const because = judge(request, answer);
  if (because) tally.blame({ because, actor: actor.name, request });
  if (answer.kind === 'broken') {
    tally.count(operation.id, { status: 0, tookMs: 0 });
    return null;
  }
  const said = asJson(answer.body);
  const code = answer.status >= 400 ? String((said as { code?: string } | null)?.code) : undefined; // a problem, or the judge has seen it
  tally.count(operation.id, { ...answer, ...(code ? { code } : {}) });
  if (answer.status === 401) await reviveQuietly(actor);
  return answer.status < 300 ? pool.gather(said, actor.name) : null;
}

/** An operation that takes what was just given, e.g. a verdict on a task just claimed. */
function goOn(operations: readonly Operation[], { values }: Together, dice: Dice): Operation | null {
  const takes = ({ needs }: Operation) => needs.length > 0 && needs.every((name) => values.has(name));
  const fitting = operations.filter((operation) => takes(operation) && !costly.test(operation.id));
  return fitting.length > 0 ? dice.pick(fitting) : null;
}

// Each of these throws somebody out, who takes what they have claimed along.
const costly = /^(endAllSessions|signOut|endSession|changePassword|changePerson|revokeApiKey)$/;

function pickOperation(operations: readonly Operation[], dice: Dice): Operation {
  const first = dice.pick(operations);
  return costly.test(first.id) && dice.chance(0.93) ? dice.pick(operations) : first;
}

/** Mostly somebody who may, best of all who was given the ids; else anybody. */
function pickActor(
  actors: readonly Actor[],
  { operation, together, dice }: { operation: Operation; together: Together | null; dice: Dice },
): Actor {
  const able = actors.filter(({ may }) => may(operation.permission));
  if (able.length === 0 || dice.chance(0.3)) return dice.pick(actors);
  return able.find(({ name }) => name === together?.by) ?? dice.pick(able);
}

/** Wrong keys and passwords are counted by address: strangers come from many, so that they get past the door. */
function fromSomewhere({ sender, revive }: Actor, dice: Dice): Sender {
  return revive || process.platform !== 'linux'
    ? sender
    : { ...sender, from: `127.0.0.${dice.whole(2, 60)}` };
}

/** Somebody ended this session or revoked this key: it was part of the game. */
async function reviveQuietly(actor: Actor): Promise<void> {
  await actor.revive?.().catch(() => undefined); // a busy server refuses at times; the next 401 tries again
}

function asJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

async function isReady(baseUrl: string): Promise<boolean> {
  try {
    await openClient({ baseUrl }).call(ready);
    return true;
  } catch (error) {
    console.error(`The server is not ready after the run: ${(error as Error).message}`); // the SDK throws Errors
    return false;
  }
}
