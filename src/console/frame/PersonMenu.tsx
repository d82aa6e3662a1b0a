import { Menu, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signOut } from '../../contract/access.ts';
import { client } from '../client.ts';
import { PathLink } from '../parts/PathLink.tsx';
import { useGo } from '../parts/use-go.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.ts';
import { Icon } from '../ui/Icon.tsx';
import classes from './PersonMenu.module.css';

/** Who is signed in, their account, and the way out. */
export function PersonMenu() {
  const { person } = useSession();
  const queryClient = useQueryClient();
  const go = useGo();
  const leave = useMutation({
    mutationFn: () => client.call(signOut),
    onSettled: async () => {
      await go(paths.signIn());
      queryClient.clear();
    },
  });
  return (
    <Menu position="top-start" width={220} withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.person}>
          <span className={classes.face} aria-hidden="true">
            {initials(person.name)}
          </span>
          <span className={classes.words}>
            <span className={classes.name}>{person.name}</span>
            <span className={classes.roles}>{person.roles.join(', ')}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.email}</Menu.Label>
        <Menu.Item component={PathLink} path={paths.account()} leftSection={<Icon name="people" size={16} />}>
          Account and sessions
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="signOut" size={16} />} onClick={() => leave.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}
