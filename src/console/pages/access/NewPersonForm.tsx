import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createPerson } from '../../../contract/access.ts';
import type { PersonRole } from '../../../core/access/permissions.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { fieldsOf } from '../../ui/fields-of.ts';
import { RoleChoice } from './RoleChoice.tsx';

export type NewPersonFormProps = { onClose: () => void; onLink: (link: string) => void };

/** Adds a person; they get a one-time link, so that nobody has to think up a password for somebody else. */
export function NewPersonForm({ onClose, onLink }: NewPersonFormProps) {
  const [roles, setRoles] = useState<PersonRole[]>(['reviewer']);
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: (fields: { name: string; email: string }) =>
      client.call(createPerson, { body: { ...fields, roles } }),
    onSuccess: async ({ signInLink }) => {
      await queryClient.invalidateQueries({ queryKey: ['people'] });
      onClose();
      if (signInLink) onLink(signInLink);
    },
  });
  return (
    <Modal opened onClose={onClose} title="Add a person">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(fieldsOf(event.currentTarget, ['name', 'email']));
        }}
      >
        <Stack gap="sm">
          <TextInput
            name="name"
            label="Name"
            required
            withAsterisk={false}
            maxLength={200}
            data-autofocus
            autoComplete="off"
          />
          <TextInput
            name="email"
            type="email"
            label="E-mail"
            required
            withAsterisk={false}
            autoComplete="off"
          />
          <RoleChoice value={roles} onChange={setRoles} />
          {create.error ? <FailurePanel error={create.error} title="Not added." /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Add and show the link
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
