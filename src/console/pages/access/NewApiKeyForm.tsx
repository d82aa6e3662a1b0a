import { Button, Checkbox, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createApiKey } from '../../../contract/access.ts';
import { serviceScopes } from '../../../core/access/permissions.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { fieldsOf } from '../../ui/fields-of.ts';
import { scopeWords } from './scope-words.ts';

export type NewApiKeyFormProps = { onClose: () => void; onSecret: (secret: string) => void };

const lifetimes = [
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'No end' },
];
const dayMs = 86_400_000;

/** Makes an API key; what it may do is chosen here and never grows. */
export function NewApiKeyForm({ onClose, onSecret }: NewApiKeyFormProps) {
  const [scopes, setScopes] = useState<readonly string[]>(['decisions:submit', 'outcomes:read']);
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: ({ name, days }: { name: string; days: string }) =>
      client.call(createApiKey, {
        body: {
          name,
          scopes: serviceScopes.filter((scope) => scopes.includes(scope)),
          expiresAt: days ? new Date(Date.now() + Number(days) * dayMs).toISOString() : null,
        },
      }),
    onSuccess: async ({ secret }) => {
      await queryClient.invalidateQueries({ queryKey: ['api-keys'] });
      onClose();
      onSecret(secret);
    },
  });
  return (
    <Modal opened onClose={onClose} title="Create an API key">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(fieldsOf(event.currentTarget, ['name', 'days']));
        }}
      >
        <Stack gap="sm">
          <TextInput
            name="name"
            label="Name"
            description="The program that will use it"
            required
            withAsterisk={false}
            maxLength={200}
            data-autofocus
            autoComplete="off"
          />
          <NativeSelect name="days" label="Valid for" data={lifetimes} />
          <Checkbox.Group label="It may" value={[...scopes]} onChange={setScopes}>
            <Stack gap={6} mt={6}>
              {serviceScopes.map((scope) => (
                <Checkbox key={scope} value={scope} label={scopeWords[scope] ?? scope} description={scope} />
              ))}
            </Stack>
          </Checkbox.Group>
          {create.error ? <FailurePanel error={create.error} title="Not created." /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={scopes.length === 0}>
              Create and show the secret
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
