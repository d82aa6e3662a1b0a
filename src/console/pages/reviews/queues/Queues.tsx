import { Button } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { Queue } from '../../../../contract/reviews.ts';
import { type PageKey, useKeys } from '../../../keys.ts';
import { PathLink } from '../../../parts/PathLink.tsx';
import { useGo } from '../../../parts/use-go.ts';
import { paths } from '../../../paths.ts';
import { missing, useSession } from '../../../session.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import { Page } from '../../../ui/Page.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { plural } from '../../../ui/words.ts';
import { givenToday } from '../desk/pace.ts';
import { myVerdictsQuery, queuesQuery } from '../queries.ts';
import { MyVerdicts } from './MyVerdicts.tsx';
import { QueueRow } from './QueueRow.tsx';
import classes from './Queues.module.css';

/** Number keys open the first nine queues. */
const mostKeyed = 9;

/** What waits for people, to choose from. */
export function Queues() {
  const session = useSession();
  const go = useGo();
  const { data: queues } = useSuspenseQuery({ ...queuesQuery, refetchInterval: 5000 });
  const mayNot = missing(session, 'tasks:judge');
  const expert = missing(session, 'tasks:judge-expert') === null;
  const { data: mine } = useQuery({ ...myVerdictsQuery, enabled: mayNot === null });
  const rows = queues.items.map((queue) => ({
    queue,
    path: paths.review({ useCaseId: queue.useCaseId, tier: queue.tier }),
    mayNot: mayNot ?? (queue.tier === 2 && !expert ? 'Only experts judge these.' : null),
  }));
  const waiting = rows
    .filter((row) => row.mayNot === null)
    .reduce((sum, { queue }) => sum + takeable(queue), 0);
  const open = rows.filter((row) => row.mayNot === null).slice(0, mostKeyed);
  const keys: PageKey[] = open.map(({ queue, path }, index) => ({
    key: `Digit${index + 1}`,
    shown: String(index + 1),
    label: `Open ${queue.useCaseName}${queue.tier === 2 ? ', for experts' : ''}`,
    run: () => void go(path),
  }));
  const all: PageKey = {
    key: 'a',
    shown: 'A',
    label: 'Review all my queues',
    run: () => void go(paths.review({ all: true })),
  };
  useKeys(mayNot === null && open.length > 0 ? [all, ...keys] : []);
  return (
    <Page
      title="Review"
      lead={leadWords(mayNot ? null : waiting)}
      actions={
        open.length > 0 ? (
          <Button
            component={PathLink}
            path={paths.review({ all: true })}
            rightSection={<KeyHint>{all.shown}</KeyHint>}
          >
            All my queues
          </Button>
        ) : null
      }
    >
      {queues.items.length === 0 ? (
        <Panel>
          <EmptyState icon="useCases" title="There is no use case yet.">
            Items to judge appear as soon as a use case has a policy that asks people, and decisions come in.
          </EmptyState>
        </Panel>
      ) : (
        <Panel title="Queues" hint={holding(queues.mine)} flush>
          {mayNot ? <p className={classes.mayNot}>{mayNot}</p> : null}
          <ul className={classes.list}>
            {rows.map(({ queue, path, mayNot: because }) => (
              <QueueRow
                key={`${queue.useCaseId} ${queue.tier}`}
                queue={queue}
                path={path}
                mayNot={because}
                shortcut={keys.find((_, index) => open[index]?.queue === queue)?.shown ?? null}
              />
            ))}
          </ul>
        </Panel>
      )}
      {mine ? (
        <>
          <p className={classes.today}>{plural(givenToday(mine.items, new Date()), 'verdict')} today.</p>
          <MyVerdicts verdicts={mine.items} />
        </>
      ) : null}
    </Page>
  );
}

/** Without those that ask for what nobody has. */
function takeable({ open, unqualified }: Static<typeof Queue>): number {
  return unqualified.reduce((left, stuck) => left - stuck.open, open);
}

function leadWords(waiting: number | null): string {
  if (waiting === null) return 'What waits for reviewers.';
  return waiting === 0 ? 'Nothing waits for you right now.' : `${plural(waiting, 'item')} for you to judge.`;
}

function holding(mine: number): string {
  return mine === 0
    ? 'Most urgent first within each; experts’ items first for experts'
    : `You hold ${plural(mine, 'item')} now`;
}
