import type { Permission } from '../../core/access/permissions.ts';
import { useKeys } from '../keys.ts';
import { PathLink } from '../parts/PathLink.tsx';
import { useGo } from '../parts/use-go.ts';
import { paths } from '../paths.ts';
import { missing, useSession } from '../session.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import classes from './Navigation.module.css';

type Place = { label: string; path: string; icon: IconName; needs: Permission; letter: string };

const groups: readonly { title: string; places: readonly Place[] }[] = [
  {
    title: 'Work',
    places: [
      { label: 'Overview', path: paths.overview(), icon: 'overview', needs: 'overview:read', letter: 'o' },
      { label: 'Review', path: paths.review(), icon: 'review', needs: 'tasks:read', letter: 'r' },
      {
        label: 'Decisions',
        path: paths.decisions(),
        icon: 'decisions',
        needs: 'decisions:read',
        letter: 'd',
      },
    ],
  },
  {
    title: 'Steering',
    places: [
      { label: 'Policies', path: paths.policies(), icon: 'policies', needs: 'policies:read', letter: 'p' },
      { label: 'Replays', path: paths.replays(), icon: 'replays', needs: 'policies:read', letter: 't' },
      { label: 'Shadows', path: paths.shadows(), icon: 'shadows', needs: 'policies:read', letter: 's' },
      {
        label: 'Standing approvals',
        path: paths.standingApprovals(),
        icon: 'approvals',
        needs: 'policies:read',
        letter: 'a',
      },
      {
        label: 'Calibration',
        path: paths.calibration(),
        icon: 'calibration',
        needs: 'policies:read',
        letter: 'c',
      },
      {
        label: 'Certificates',
        path: paths.certificates(),
        icon: 'certificates',
        needs: 'policies:read',
        letter: 'e',
      },
      {
        label: 'Use cases',
        path: paths.allUseCases(),
        icon: 'useCases',
        needs: 'use-cases:read',
        letter: 'u',
      },
    ],
  },
  {
    title: 'Trust',
    places: [
      { label: 'Ledger', path: paths.ledger(), icon: 'ledger', needs: 'ledger:read', letter: 'l' },
      { label: 'People', path: paths.people(), icon: 'people', needs: 'people:read', letter: 'h' },
      { label: 'API keys', path: paths.apiKeys(), icon: 'apiKeys', needs: 'api-keys:read', letter: 'k' },
    ],
  },
];

/** The main navigation; what a person may not open is left out. */
export function Navigation({ onGo }: { onGo: () => void }) {
  const session = useSession();
  const go = useGo();
  const open = groups
    .map((group) => ({ ...group, places: group.places.filter((place) => !missing(session, place.needs)) }))
    .filter((group) => group.places.length > 0);
  useKeys(
    open
      .flatMap((group) => group.places)
      .map((place) => ({
        key: `g ${place.letter}`,
        shown: `g ${place.letter}`,
        label: `Go to ${place.label}`,
        run: () => void go(place.path),
      })),
  );
  return (
    <nav aria-label="Main" className={classes.nav}>
      {open.map((group) => (
        <div key={group.title}>
          <p className={classes.title}>{group.title}</p>
          <ul className={classes.list}>
            {group.places.map((place) => (
              <li key={place.path}>
                <PathLink
                  path={place.path}
                  className={classes.link}
                  onClick={onGo}
                  exact={place.path === '/'}
                >
                  <Icon name={place.icon} />
                  {place.label}
                </PathLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
