import classes from './PersonName.module.css';

export type PersonNameProps = { name: string | null; simulated?: boolean; fallback?: string };

/** A person's name; people made up by the demo carry a visible mark wherever they appear. */
export function PersonName({ name, simulated, fallback = 'someone' }: PersonNameProps) {
  return (
    <span className={classes.name}>
      {plainName(name, simulated) ?? fallback}
      {simulated ? (
        <span className={classes.simulated} title="Made up by the demo, no real person">
          simulated
        </span>
      ) : null}
    </span>
  );
}

/** The demo says it in the name as well, for places without a mark; here it would stand twice. */
function plainName(name: string | null, simulated: boolean | undefined): string | null {
  return simulated ? (name?.replace(/ \(simulated\)$/, '') ?? null) : name;
}
