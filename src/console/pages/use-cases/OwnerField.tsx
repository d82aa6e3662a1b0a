import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMissing } from '../../session.ts';
import { ownersQuery } from './owners-query.ts';
import type { UseCase } from './use-case.ts';

export type OwnerFieldProps = { useCase: UseCase; ownerId: string; onChange: (ownerId: string) => void };

/** Who answers for the use case. Who may not see people keeps the owner there is. */
export function OwnerField({ useCase, ownerId, onChange }: OwnerFieldProps) {
  const mayNot = useMissing('people:read');
  const { data } = useQuery({ ...ownersQuery, enabled: mayNot === null });
  const people = (data?.items ?? []).filter(
    (person) => !person.disabledAt && !person.simulated && person.personId !== useCase.ownerId,
  );
  return (
    <NativeSelect
      label="Owner"
      description={mayNot ? 'Administrators can change the owner' : 'Answers for its policy and its queue'}
      disabled={mayNot !== null}
      value={ownerId}
      data={[
        { value: useCase.ownerId, label: useCase.ownerName },
        ...people.map((person) => ({ value: person.personId, label: person.name })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
