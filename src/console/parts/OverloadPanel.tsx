import type { AnswerOf } from '../../contract/endpoint.ts';
import type { listOverload } from '../../contract/overview.ts';
import { describeSeconds } from '../../core/policies/describe-route.ts';
import { paths } from '../paths.ts';
import { Mark } from '../ui/Mark.tsx';
import { Panel } from '../ui/Panel.tsx';
import { TimeAgo } from '../ui/TimeAgo.tsx';
import { numberWords, plural } from '../ui/words.ts';
import classes from './OverloadPanel.module.css';
import { PathLink } from './PathLink.tsx';

export type OverloadItem = AnswerOf<typeof listOverload>['items'][number];

/** Whether people keep up, what is done because they do not, and how near the limits are. */
export function OverloadPanel({ item, named }: { item: OverloadItem; named?: boolean }) {
  const { steps, sentence, since, limits } = item;
  return (
    <Panel
      title={named ? <PolicyLink item={item} /> : 'People and their load'}
      hint="The overload contract of the policy in force"
    >
      <p className={classes.state}>
        {steps > 0 ? (
          <Mark tone="waiting">
            step {steps} of {item.of}
          </Mark>
        ) : (
          <Mark tone="released">keeping up</Mark>
        )}
        <span>
          {sentence ?? 'No step is taken.'}{' '}
          {since ? (
            <span className="soft">
              Since <TimeAgo at={since} />.
            </span>
          ) : null}
        </span>
      </p>
      <ul className={classes.limits}>
        {limits.flatMap((limit) =>
          limitWords(limit).map(({ words, share }) => (
            <li key={words}>
              <span className={classes.track} aria-hidden="true">
                <span style={{ width: `${Math.min(1, share) * 100}%` }} data-tone={toneOf(share)} />
              </span>
              <span>{words}</span>
            </li>
          )),
        )}
      </ul>
    </Panel>
  );
}

function PolicyLink({ item }: { item: OverloadItem }) {
  return (
    <>
      <PathLink path={paths.policyVersion(item.policyVersionId)}>{item.useCaseName}</PathLink>: people cannot
      keep up
    </>
  );
}

/** Steps are taken back below this share of the limit. */
const calmShare = 0.8;

function toneOf(share: number): 'released' | 'waiting' | 'refused' {
  return share > 1 ? 'refused' : share > calmShare ? 'waiting' : 'released';
}

function limitWords(limit: OverloadItem['limits'][number]): { words: string; share: number }[] {
  const { tier, backlog, backlogLimit, overdueSeconds, overdueSecondsLimit } = limit;
  const who = tier === 1 ? 'Reviewers' : 'Experts';
  return [
    ...(backlogLimit === null
      ? []
      : [
          {
            words: `${who}: ${plural(backlog, 'open task')}, the limit is ${numberWords(backlogLimit)}`,
            share: backlog / backlogLimit,
          },
        ]),
    ...(overdueSecondsLimit === null
      ? []
      : [
          {
            words: `${who}: ${overdueSeconds > 0 ? `one overdue by ${describeSeconds(overdueSeconds)}` : 'none overdue'}, the limit is ${describeSeconds(overdueSecondsLimit)}`,
            share: overdueSeconds / overdueSecondsLimit,
          },
        ]),
  ];
}
