import { Checkbox, Stack } from '@mantine/core';
import { type PersonRole, personRoles } from '../../../core/access/permissions.ts';
import { roleWords } from '../../parts/role-words.ts';

export type RoleChoiceProps = { value: readonly PersonRole[]; onChange: (roles: PersonRole[]) => void };

/** Which roles a person has; each says what it opens. */
export function RoleChoice({ value, onChange }: RoleChoiceProps) {
  return (
    <Checkbox.Group
      label="Roles"
      value={[...value]}
      onChange={(chosen) => onChange(personRoles.filter((role) => chosen.includes(role)))}
    >
      <Stack gap={6} mt={6}>
        {personRoles.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={roleWords[role].name}
            description={roleWords[role].about}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
