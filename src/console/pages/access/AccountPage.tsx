import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { endAllSessions, endSession, type Session } from '../../../contract/access.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { namesOf } from '../../parts/role-words.ts';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.ts';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { deviceWords } from './device-words.ts';
import { PasswordForm } from './PasswordForm.tsx';
import { sessionsQuery } from './queries.ts';

type OpenSession = Static<typeof Session>;

/** Where I am signed in, and my password. */
export default function AccountPage() {
  const { person } = useSession();
  const queryClient = useQueryClient();
  const go = useGo();
  const { data } = useSuspenseQuery(sessionsQuery);
  const endOne = useMutation({
    mutationFn: (sessionId: string) => client.call(endSession, { params: { sessionId } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const endAll = useMutation({
    mutationFn: () => client.call(endAllSessions),
    onSuccess: async () => {
      await go(paths.signIn());
      queryClient.clear();
    },
  });
  const columns: readonly TableColumn<OpenSession>[] = [
    { name: 'Where', show: (session) => deviceWords(session.userAgent) },
    { name: 'Signed in', wideOnly: true, show: (session) => <TimeAgo at={session.startedAt} /> },
    { name: 'Last seen', show: (session) => <TimeAgo at={session.seenAt} /> },
    { name: 'Ends', wideOnly: true, show: (session) => <TimeAgo at={session.expiresAt} /> },
    {
      name: 'Action',
      hideName: true,
      show: (session) =>
        session.current ? (
          <Mark tone="released">this one</Mark>
        ) : (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={`End the session on ${deviceWords(session.userAgent)}`}
            onClick={() => endOne.mutate(session.sessionId)}
          >
            End
          </Button>
        ),
    },
  ];
  return (
    <Page title="Account" lead={`${person.name} · ${person.email} · ${namesOf(person.roles)}`}>
      <Panel
        title="Sessions"
        hint="Every browser you are signed in with"
        actions={
          <Button variant="default" size="xs" loading={endAll.isPending} onClick={() => endAll.mutate()}>
            Sign out everywhere
          </Button>
        }
        flush
      >
        {endOne.error || endAll.error ? <FailurePanel error={endOne.error ?? endAll.error} /> : null}
        <DataTable
          label="Sessions"
          columns={columns}
          rows={data.items}
          rowKey={(session) => session.sessionId}
        />
      </Panel>
      <PasswordForm currentNeeded={data.currentPasswordNeeded} />
    </Page>
  );
}
