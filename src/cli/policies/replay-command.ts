import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { cancelReplay, getReplay, type Replay, startReplay } from '../../contract/replays.ts';
import { hasEnded } from '../../core/replay/replay-life.ts';
import type { Client } from '../../sdk/client.ts';
import { withClient } from '../connect.ts';
import { countOn } from '../progress.ts';
import { Finding, NotDone, type Terminal } from '../terminal.ts';
import { type Comparison, compareFile, hasErrors } from './compare-file.ts';
import { formatOf, formatOption, readAs } from './format.ts';
import { printComparison } from './print-comparison.ts';
import { readTime } from './read-time.ts';
import { tellReplay } from './tell-replay.ts';

type Flags = { from: string; before: string; recorded?: boolean; sliceBy?: string; rate?: string };

export function addReplay(group: Command, terminal: Terminal): void {
  group
    .command('replay <file>')
    .description('what a policy file would have done to the decisions of a time, beside what is in force')
    .option('--from <time>', 'since then: 2025-03-01, 2025-03-01T12:00:00Z, or 7d (days) or 24h ago', '7d')
    .option('--before <time>', 'until then', '0h')
    .option('--recorded', 'beside what was recorded, not what the version in force would have done')
    .option('--slice-by <field>', 'also by label, model or metadata.<field>; in the JSON')
    .option('--rate <per-hour>', 'what an hour of review costs')
    .addOption(formatOption())
    .addHelpText('after', '\nExit code 1 where the policy has errors: nothing is replayed then.')
    .action(async (name: string, flags: Flags, command: Command) => {
      const format = formatOf(command);
      const window = { from: readTime('--from', flags.from), before: readTime('--before', flags.before) };
      const file = await readAs(format, name, terminal);
      await withClient(command, terminal, async (client) => {
        const comparison = await compareFile(client, file);
        if (hasErrors(comparison)) {
          printComparison(terminal, format, { comparison });
          throw new Finding();
        }
        const replay = await started(client, comparison, { ...flags, ...window });
        const { result, state, because, ...rest } = await untilEnded(client, replay, terminal);
        if (!result) throw new NotDone(because ?? `The replay was ${state}.`);
        const told = tellReplay({ result, state, because, ...rest }, result);
        printComparison(terminal, format, { comparison, replay: told });
      });
    });
}

function started(
  client: Client,
  { useCase, inForce, file }: Comparison,
  { from, before, recorded, sliceBy, rate }: Flags,
): Promise<Replay> {
  const baseline = recorded || !inForce ? 'recorded' : inForce.policyVersionId;
  const body = {
    document: file.policy,
    baseline,
    from,
    before,
    ...(sliceBy ? { sliceBy } : {}),
    ...(rate === undefined ? {} : { hourlyRate: Number(rate) }), // the server checks it
  };
  return client.call(startReplay, { params: { useCaseId: useCase.useCaseId }, body });
}

const askEveryMs = 250;

/** Waits with a line that counts; whoever stops waiting stops the replay. */
async function untilEnded(client: Client, replay: Replay, terminal: Terminal): Promise<Replay> {
  const params = { replayId: replay.replayId };
  const counted = countOn(terminal, 'Replayed');
  try {
    let now = replay;
    while (!hasEnded(now.state)) {
      await sleep(askEveryMs, undefined, { signal: terminal.signal });
      now = await client.call(getReplay, { params });
      if (now.progress.total) counted.at(now.progress.decisions, now.progress.total);
    }
    return now;
  } catch (error) {
    if (terminal.signal.aborted) await client.call(cancelReplay, { params }).catch(() => undefined); // it is being left anyway
    throw error;
  } finally {
    counted.done();
  }
}
