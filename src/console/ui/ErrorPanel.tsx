import { Button } from '@mantine/core';
import classes from './ErrorPanel.module.css';
import { Icon } from './Icon.tsx';

export type ErrorPanelProps = {
  title: string;
  /** What was wrong. */
  detail?: string | undefined;
  /** What the person can do. */
  todo?: string | undefined;
  problems?: readonly { at: string; message: string }[] | undefined;
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
};

/** Something failed: what, what to do, and the request id to give the operator. */
export function ErrorPanel({ title, detail, todo, problems = [], requestId, onRetry }: ErrorPanelProps) {
  return (
    <div className={classes.panel} role="alert">
      <span className={classes.icon}>
        <Icon name="alert" size={20} />
      </span>
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        {detail ? <p>{detail}</p> : null}
        {problems.length > 0 ? (
          <ul>
            {problems.map((problem) => (
              <li key={`${problem.at} ${problem.message}`}>
                <code>{problem.at}</code> {problem.message}
              </li>
            ))}
          </ul>
        ) : null}
        {todo ? <p className={classes.todo}>{todo}</p> : null}
        {requestId ? (
          <p className={classes.request}>
            Request <code>{requestId}</code>
          </p>
        ) : null}
      </div>
      {onRetry ? (
        <div className={classes.retry}>
          <Button variant="default" size="xs" onClick={onRetry}>
            Try again
          </Button>
        </div>
      ) : null}
    </div>
  );
}
