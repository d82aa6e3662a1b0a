import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Static } from 'typebox';
import { type ApiKey, revokeApiKey } from '../../../contract/access.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { Older } from '../../parts/Older.tsx';
import { useMissing } from '../../session.ts';
import { Confirm } from '../../ui/Confirm.tsx';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ShownOnce } from '../../ui/ShownOnce.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { KeyState } from './KeyState.tsx';
import { NewApiKeyForm } from './NewApiKeyForm.tsx';
import { apiKeysQuery } from './queries.ts';

type ListedKey = Static<typeof ApiKey>;

const route = getRouteApi('/signed-in/api-keys');

/** The machines that may submit decisions. */
export default function ApiKeysPage() {
  const { cursor } = route.useSearch();
  const { data } = useSuspenseQuery(apiKeysQuery(cursor));
  const mayNot = useMissing('api-keys:write');
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ListedKey | null>(null);
  const columns: readonly TableColumn<ListedKey>[] = [
    { name: 'Name', show: (key) => key.name },
    { name: 'Starts with', wideOnly: true, show: (key) => <code>{key.prefix}</code> },
    { name: 'May', wideOnly: true, show: (key) => key.scopes.join(', ') },
    {
      name: 'Last used',
      wideOnly: true,
      show: (key) => (key.lastUsedAt ? <TimeAgo at={key.lastUsedAt} /> : 'never'),
    },
    { name: 'State', show: (key) => <KeyState revokedAt={key.revokedAt} expiresAt={key.expiresAt} /> },
    {
      name: 'Action',
      hideName: true,
      show: (key) =>
        key.revokedAt ? null : (
          <Button
            variant="default"
            size="compact-sm"
            disabled={mayNot !== null}
            title={mayNot ?? undefined}
            aria-label={`Revoke ${key.name}`}
            onClick={() => setRevoking(key)}
          >
            Revoke
          </Button>
        ),
    },
  ];
  const add = (
    <Button
      leftSection={<Icon name="plus" size={16} />}
      disabled={mayNot !== null}
      title={mayNot ?? undefined}
      onClick={() => setAdding(true)}
    >
      Create an API key
    </Button>
  );
  return (
    <Page
      title="API keys"
      lead="For programs that submit decisions and wait for outcomes. No key can ever judge one."
      actions={data.items.length > 0 ? add : null}
    >
      <Panel flush>
        {data.items.length === 0 ? (
          <EmptyState icon="apiKeys" title="No API keys yet" actions={add}>
            A program sends its key as <code>authorization: Bearer …</code>; the secret is shown once, when
            the key is made.
          </EmptyState>
        ) : (
          <DataTable label="API keys" columns={columns} rows={data.items} rowKey={(key) => key.apiKeyId} />
        )}
      </Panel>
      <Older next={data.next} place={cursor} />
      {adding ? <NewApiKeyForm onClose={() => setAdding(false)} onSecret={setSecret} /> : null}
      {secret ? (
        <ShownOnce
          title="The secret of your API key"
          about="This is the only time it is shown; we keep a hash. Put it where your program reads its secrets."
          secret={secret}
          copyLabel="Copy the secret"
          onClose={() => setSecret(null)}
        />
      ) : null}
      {revoking ? <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </Page>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ListedKey; onClose: () => void }) {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => client.call(revokeApiKey, { params: { apiKeyId: apiKey.apiKeyId } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['api-keys'] });
      onClose();
    },
  });
  return (
    <Confirm
      opened
      title={`Revoke “${apiKey.name}”?`}
      action="Revoke"
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <p>
        Programs that use <code>{apiKey.prefix}…</code> are refused from the next request on. This cannot be
        taken back; a new key can be made any time.
      </p>
      {revoke.error ? <FailurePanel error={revoke.error} title="Not revoked." /> : null}
    </Confirm>
  );
}
