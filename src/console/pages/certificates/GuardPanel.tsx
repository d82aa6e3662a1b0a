import type { Certificate } from '../../../contract/certificates.ts';
import { exactShare } from '../../parts/certificate-words.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { Stats } from '../../ui/Stats.tsx';
import { numberWords, plural } from '../../ui/words.ts';
import classes from './Certificates.module.css';

export type GuardPanelProps = {
  guard: Certificate['guard'];
  promise: Certificate['promise'];
  state: Certificate['state'];
  targetError: number;
};

/** Watches what the audit sees while the certificate is in force, and revokes it when the promise no longer holds. */
export function GuardPanel({ guard, promise, state, targetError }: GuardPanelProps) {
  const share = Math.min(1, Math.max(0, Math.log1p(guard.evidence) / Math.log1p(guard.alarmAt)));
  const [watched, limit]: [string, string] =
    promise === 'released'
      ? ['audited release', `an error rate of ${exactShare(targetError)}`]
      : ['audited decision', `${exactShare(targetError)} wrong and released`];
  return (
    <Panel
      title="Guard"
      hint={`Weighs every ${watched} against ${limit}; its alarm revokes the certificate at once`}
    >
      {state === 'issued' ? (
        <p className="soft">It begins to watch when the certificate comes into force.</p>
      ) : (
        <Stats>
          <Stat
            value={plural(guard.errors, 'error')}
            about={`in ${plural(guard.seen, watched)} since it came into force`}
          />
          <div className={classes.guard}>
            <div className={classes.track} aria-hidden="true">
              <span style={{ width: `${share * 100}%` }} data-tone={guard.alarmed ? 'refused' : 'released'} />
            </div>
            <p className="soft">
              Evidence {numberWords(Number(guard.evidence.toPrecision(3)))} of{' '}
              {numberWords(Number(guard.alarmAt.toPrecision(3)))} at the alarm (the bar is logarithmic)
            </p>
          </div>
        </Stats>
      )}
    </Panel>
  );
}
