import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useGo } from '../../parts/use-go.ts';
import { paths, readSearch } from '../../paths.ts';
import classes from './DecisionFilters.module.css';
import { FilterFields, type FilterFieldsProps } from './FilterFields.tsx';
import { countFilters, readDecisionSearch } from './read-search.ts';
import { StateTabs } from './StateTabs.tsx';

export type DecisionFiltersProps = Omit<FilterFieldsProps, 'show'>;

/** The state in one row of tabs, the rarer filters folded until one of them is set. */
export function DecisionFilters({ search, ...choices }: DecisionFiltersProps) {
  const go = useGo();
  const { history } = useRouter();
  const set = countFilters({ ...search, state: undefined });
  const [open, setOpen] = useState(set > 0);
  const show = (change: Readonly<Record<string, string>>) => {
    // The address is ahead of `search` while a list loads: who sets two filters in a second wants both.
    const asked = readSearch(history.location.search);
    const wanted = readDecisionSearch({ ...asked, cursor: undefined, ...change });
    void go(paths.decisions(wanted), { replace: true, resetScroll: false });
  };
  return (
    <div className={classes.area}>
      <div className={classes.head}>
        <StateTabs search={search} />
        <Button
          variant="default"
          size="compact-sm"
          aria-expanded={open}
          aria-controls="decision-filters"
          onClick={() => setOpen(!open)}
        >
          {set > 0 ? `Filters (${set})` : 'Filters'}
        </Button>
        {set > 0 ? (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => void go(paths.decisions({ state: search.state }), { replace: true })}
          >
            Clear
          </Button>
        ) : null}
      </div>
      <search className={classes.fields} id="decision-filters" hidden={!open} aria-label="Filter decisions">
        <FilterFields search={search} show={show} {...choices} />
      </search>
    </div>
  );
}
