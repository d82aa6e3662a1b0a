import classes from './ReasonList.module.css';

export type ReasonListProps = { reasons: readonly { code: string; sentence: string }[] };

/** Why a decision went the way it went, one sentence each, with the stable code for machines. */
export function ReasonList({ reasons }: ReasonListProps) {
  if (reasons.length === 0) return <p className="soft">No reason recorded.</p>;
  return (
    <ul className={classes.list}>
      {reasons.map((reason) => (
        <li key={`${reason.code} ${reason.sentence}`}>
          {reason.sentence} <code className={classes.code}>{reason.code}</code>
        </li>
      ))}
    </ul>
  );
}
