import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '../contract/reviews.ts';
import { openPersonClient } from '../sdk/person-client.ts';
import { ProblemError } from '../sdk/problem-error.ts';
import { worthRetrying } from '../sdk/retry.ts';
import { type Steerhouse, steerhouseOf } from '../sdk/steerhouse.ts';
import type { Login } from './credentials.ts';
import { judge } from './people/judge.ts';
import type { Person } from './people/person.ts';
import { thinkingMs } from './people/thinking-ms.ts';
import type { Random } from './seeded-random.ts';
import type { Tempo } from './tempo.ts';

export type PersonDrive = {
  baseUrl: string;
  login: Login;
  tempo: Tempo;
  random: Random;
  /** The truth about a query, by its text. */
  truth: ReadonlyMap<string, string>;
  signal: AbortSignal;
};

const lookAgainMs = 1500;

/** A simulated person at work: takes the most urgent item, thinks, judges; over the same API as everybody. */
export async function drivePerson(person: Person, drive: PersonDrive): Promise<void> {
  const client = openPersonClient({ baseUrl: drive.baseUrl });
  const steerhouse = steerhouseOf(client);
  const { email, password } = drive.login;
  let signedIn = false;
  while (!drive.signal.aborted) {
    try {
      if (!signedIn) await client.signIn({ email, password });
      signedIn = true;
      const { claim } = await steerhouse.reviews.claimNext({
        ...(person.role === 'expert' ? { tier: 2 } : {}),
      });
      if (claim) await work(steerhouse, person, claim, drive);
      else await pause(lookAgainMs / Math.min(drive.tempo.speed(), 10), drive.signal);
    } catch (error) {
      if (drive.signal.aborted) return;
      if (error instanceof ProblemError && error.status === 401) signedIn = false;
      // A lost lease, a task a visitor took, a server that restarts: look for the next one.
      else if (!(error instanceof ProblemError) && !worthRetrying(error)) throw error;
      await pause(lookAgainMs, drive.signal);
    }
  }
}

async function work(steerhouse: Steerhouse, person: Person, claim: Claim, drive: PersonDrive): Promise<void> {
  const { item, claimToken } = claim;
  await pause(thinkingMs(person, drive.random) / drive.tempo.speed(), drive.signal);
  if (drive.signal.aborted) return;
  const truth = drive.truth.get(String(item.input));
  if (truth === undefined) {
    // Not one of our queries: a visitor's own decision is left to people.
    await steerhouse.reviews.releaseTask({ taskId: item.taskId, claimToken, reason: 'not-my-field' });
    return;
  }
  const alternatives = Object.keys(item.probabilities ?? {});
  const judged = judge(
    person,
    { trueLabel: truth, modelLabel: item.outputHidden ? null : (item.label ?? ''), alternatives },
    drive.random,
  );
  await steerhouse.reviews.submitVerdict({
    taskId: item.taskId,
    claimToken,
    kind: judged.kind,
    ...('label' in judged ? { output: judged.label } : {}),
    reasonCodes: [...judged.reasonCodes],
    ...(judged.comment === null ? {} : { comment: judged.comment }),
  });
  drive.tempo.judged();
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
