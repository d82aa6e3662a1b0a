import classes from './PersonName.module.css';

export type PersonNameProps = { name: string | null; simulated?: boolean; fallback?: string };

/** A person's name; people made up by the demo carry a visible mark wherever they appear. */
export function PersonName({ name, simulated, fallback = 'someone' }: PersonNameProps) {
  return (
    <span className={classes.name}>
      {name ?? fallback}
      {simulated ? (
        <span className={classes.simulated} title="Made up by the demo, no real person">
          simulated
        </span>
      ) : null}
    </span>
  );
}
