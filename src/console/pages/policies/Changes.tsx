import { describeDocument } from '../../../core/policies/describe-document.ts';
import { diffPolicies } from '../../../core/policies/diff-policies.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { Mark, type Tone } from '../../ui/Mark.tsx';
import { SideBySide } from '../../ui/SideBySide.tsx';
import classes from './Changes.module.css';

export type ChangesProps = {
  before: PolicyDocument;
  after: PolicyDocument;
  beforeName: string;
  afterName: string;
};

const tones = {
  added: 'released',
  removed: 'refused',
  moved: 'waiting',
  changed: 'changed',
} as const satisfies Record<string, Tone>;

/** What changed, first in sentences, then side by side. */
export function Changes({ before, after, beforeName, afterName }: ChangesProps) {
  const changes = diffPolicies(before, after);
  if (changes.length === 0) return <p className="soft">Nothing differs from {beforeName.toLowerCase()}.</p>;
  return (
    <div className={classes.changes}>
      <ul className={classes.list}>
        {changes.map((change) => (
          <li key={`${change.at} ${change.sentence}`}>
            <Mark tone={tones[change.kind]}>{change.kind}</Mark>
            <span className="break">{change.sentence}</span>
          </li>
        ))}
      </ul>
      <SideBySide
        label="Both versions side by side"
        before={describeDocument(before)}
        after={describeDocument(after)}
        beforeName={beforeName}
        afterName={afterName}
      />
    </div>
  );
}
