import { useMantineColorScheme } from '@mantine/core';
import { Icon, type IconName } from '../ui/Icon.tsx';
import classes from './SchemeToggle.module.css';

const schemes = [
  { scheme: 'light', label: 'Light', icon: 'sun' },
  { scheme: 'auto', label: 'As the system', icon: 'auto' },
  { scheme: 'dark', label: 'Dark', icon: 'moon' },
] as const satisfies readonly { scheme: string; label: string; icon: IconName }[];

/** Light, dark, or what the system says; kept in this browser. */
export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={classes.group} role="radiogroup" aria-label="Colours">
      {schemes.map((one) => (
        <label key={one.scheme} className={classes.choice} title={one.label}>
          <input
            type="radio"
            name="scheme"
            className={classes.input}
            checked={colorScheme === one.scheme}
            onChange={() => setColorScheme(one.scheme)}
          />
          <Icon name={one.icon} size={16} />
          <span className="unseen">{one.label}</span>
        </label>
      ))}
    </div>
  );
}
