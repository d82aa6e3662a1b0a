import { decisionStates } from '../../../core/decisions/life.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { stateWords } from '../../parts/StateBadge.tsx';
import { paths } from '../../paths.ts';
import type { DecisionSearch } from './read-search.ts';
import classes from './StateTabs.module.css';

/** The states as links: the filter people reach for first. */
export function StateTabs({ search }: { search: DecisionSearch }) {
  const states = [undefined, ...decisionStates];
  return (
    <nav aria-label="By state" className={classes.tabs}>
      {states.map((state) => (
        <PathLink
          key={state ?? 'all'}
          path={paths.decisions({ ...search, state, cursor: undefined })}
          className={search.state === state ? classes.current : classes.tab}
          current={search.state === state}
        >
          {state ? stateWords[state].words : 'All'}
        </PathLink>
      ))}
    </nav>
  );
}
