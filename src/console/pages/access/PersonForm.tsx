import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { changePerson, createSignInLink, type Person } from '../../../contract/access.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { readQualifications } from './qualifications.ts';
import { RoleChoice } from './RoleChoice.tsx';

export type ListedPerson = Static<typeof Person>;
export type PersonFormProps = { person: ListedPerson; onClose: () => void; onLink: (link: string) => void };

/** Changes a person's name and roles, lets them out or in again, or makes them a new sign-in link. */
export function PersonForm({ person, onClose, onLink }: PersonFormProps) {
  const [name, setName] = useState(person.name);
  const [roles, setRoles] = useState(person.roles);
  const [qualifications, setQualifications] = useState(person.qualifications.join(', '));
  const [disabled, setDisabled] = useState(person.disabledAt !== null);
  const queryClient = useQueryClient();
  const params = { personId: person.personId };
  const changed = { name, roles, qualifications: readQualifications(qualifications), disabled };
  const change = useMutation({
    mutationFn: () => client.call(changePerson, { params, body: { revision: person.revision, ...changed } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['people'] });
      onClose();
    },
  });
  const makeLink = useMutation({
    mutationFn: () => client.call(createSignInLink, { params }),
    onSuccess: ({ signInLink }) => {
      onClose();
      onLink(signInLink);
    },
  });
  const error = change.error ?? makeLink.error;
  return (
    <Modal opened onClose={onClose} title={person.email}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            withAsterisk={false}
            maxLength={200}
            data-autofocus
          />
          <RoleChoice value={roles} onChange={setRoles} />
          <TextInput
            label="Qualifications"
            description="Words that policies ask for, divided by commas; such tasks go to nobody else"
            placeholder="card-fraud, german"
            value={qualifications}
            onChange={(event) => setQualifications(event.currentTarget.value)}
          />
          <Switch
            label="Disabled"
            description="Cannot sign in; all sessions end at once"
            checked={disabled}
            onChange={(event) => setDisabled(event.currentTarget.checked)}
          />
          {error ? <FailurePanel error={error} title="Not changed." /> : null}
          <Group justify="space-between">
            <Button
              variant="default"
              onClick={() => makeLink.mutate()}
              loading={makeLink.isPending}
              disabled={disabled}
            >
              New sign-in link
            </Button>
            <Button type="submit" loading={change.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
