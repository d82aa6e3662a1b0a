import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Older } from '../../parts/Older.tsx';
import { PersonName } from '../../parts/PersonName.tsx';
import { namesOf } from '../../parts/role-words.ts';
import { useMissing } from '../../session.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ShownOnce } from '../../ui/ShownOnce.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { NewPersonForm } from './NewPersonForm.tsx';
import { type ListedPerson, PersonForm } from './PersonForm.tsx';
import { peopleQuery } from './queries.ts';

const route = getRouteApi('/signed-in/people');
const onceAbout = 'It works once, within 24 hours, and is not shown again. Give it only to that person.';

/** Who works here, with which roles. */
export default function PeoplePage() {
  const { cursor } = route.useSearch();
  const { data } = useSuspenseQuery(peopleQuery(cursor));
  const mayNot = useMissing('people:write');
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<ListedPerson | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const columns: readonly TableColumn<ListedPerson>[] = [
    { name: 'Name', show: (person) => <PersonName name={person.name} simulated={person.simulated} /> },
    { name: 'E-mail', wideOnly: true, show: (person) => <Breakable text={person.email} /> },
    {
      name: 'Roles',
      wideOnly: true,
      show: ({ roles, qualifications }) => (
        <>
          {namesOf(roles) || 'none'}
          {qualifications.length > 0 ? <div className="soft">holds {qualifications.join(', ')}</div> : null}
        </>
      ),
    },
    { name: 'Since', wideOnly: true, show: (person) => <TimeAgo at={person.createdAt} /> },
    {
      name: 'State',
      show: (person) =>
        person.disabledAt ? <Mark tone="refused">disabled</Mark> : <Mark tone="released">active</Mark>,
    },
    {
      name: 'Action',
      hideName: true,
      show: (person) => (
        <Button
          variant="default"
          size="compact-sm"
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          aria-label={`Change ${person.name}`}
          onClick={() => setChanging(person)}
        >
          Change
        </Button>
      ),
    },
  ];
  return (
    <Page
      title="People"
      lead="Roles decide what a person may see and do; a machine gets an API key instead."
      actions={
        <Button
          leftSection={<Icon name="plus" size={16} />}
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          onClick={() => setAdding(true)}
        >
          Add a person
        </Button>
      }
    >
      <Panel flush>
        <DataTable label="People" columns={columns} rows={data.items} rowKey={(person) => person.personId} />
      </Panel>
      <Older next={data.next} place={cursor} />
      {adding ? <NewPersonForm onClose={() => setAdding(false)} onLink={setLink} /> : null}
      {changing ? <PersonForm person={changing} onClose={() => setChanging(null)} onLink={setLink} /> : null}
      {link ? (
        <ShownOnce
          title="Sign-in link"
          about={onceAbout}
          secret={link}
          copyLabel="Copy the link"
          onClose={() => setLink(null)}
        />
      ) : null}
    </Page>
  );
}
