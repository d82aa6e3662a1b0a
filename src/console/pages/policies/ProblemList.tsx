import { Icon } from '../../ui/Icon.tsx';
import classes from './Editor.module.css';
import type { Problem } from './policy-version.ts';

/** What is wrong or doubtful here, as sentences. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className={classes.problems}>
      {problems.map((problem) => (
        <li key={`${problem.at} ${problem.message}`} data-severity={problem.severity}>
          <Icon name="alert" size={16} />
          <span>
            <span className="unseen">{problem.severity === 'error' ? 'Problem: ' : 'Warning: '}</span>
            {problem.message}
          </span>
        </li>
      ))}
    </ul>
  );
}
