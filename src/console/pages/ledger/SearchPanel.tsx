import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { uuidIn } from '../../search.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { fieldsOf } from '../../ui/fields-of.ts';
import { Panel } from '../../ui/Panel.tsx';
import { EntryItem } from './EntryItem.tsx';
import { entriesAboutQuery } from './queries.ts';
import classes from './SearchPanel.module.css';

export type LedgerSearch = { about: string | undefined; entry: string | undefined };

/** Finds the entries about a thing by its id, and opens the receipt of each. */
export function SearchPanel({ search }: { search: LedgerSearch }) {
  const go = useGo();
  const about = uuidIn({ about: search.about?.trim() }, 'about');
  return (
    <Panel
      title="Find entries"
      hint="By the id of a decision, task, policy version, use case, person or API key"
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          const { about: wanted } = fieldsOf(event.currentTarget, ['about']);
          void go(paths.ledger({ about: wanted.trim() }), { resetScroll: false });
        }}
      >
        <TextInput
          name="about"
          aria-label="Id"
          placeholder="0198c0de-…"
          key={search.about ?? ''}
          defaultValue={search.about ?? ''}
          error={
            search.about && !about ? 'This is not an id: 32 hexadecimal digits with hyphens.' : undefined
          }
          className={classes.field}
          spellCheck={false}
          autoComplete="off"
          required
        />
        <Button type="submit">Find</Button>
      </form>
      {about ? <Entries about={about} entry={search.entry} /> : null}
    </Panel>
  );
}

function Entries({ about, entry }: { about: string; entry: string | undefined }) {
  const found = useInfiniteQuery(entriesAboutQuery(about));
  if (found.error)
    return <FailurePanel error={found.error} title="Not found." onRetry={() => void found.refetch()} />;
  if (!found.data) return <p className="soft">Looking …</p>;
  const entries = found.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return (
      <EmptyState icon="search" title="No entry is about this id">
        Check that the whole id was copied.
      </EmptyState>
    );
  }
  return (
    <>
      <ol className={classes.entries}>
        {entries.map((one) => (
          <EntryItem key={one.entryId} entry={one} opened={one.entryId === entry} />
        ))}
      </ol>
      {found.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </>
  );
}
