import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { signOut } from '../../contract/access.ts';
import { client } from '../client.ts';
import { PathLink } from '../parts/PathLink.tsx';
import { namesOf } from '../parts/role-words.ts';
import { useGo } from '../parts/use-go.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.ts';
import { Icon } from '../ui/Icon.tsx';
import classes from './PersonMenu.module.css';

/** Who is signed in, their account, and the way out. The browser's own popover: it closes by itself and by Escape. */
export function PersonMenu() {
  const { person } = useSession();
  const menu = useRef<HTMLDivElement>(null);
  const queryClient = useQueryClient();
  const go = useGo();
  const leave = useMutation({
    mutationFn: () => client.call(signOut),
    onSettled: async () => {
      queryClient.clear();
      await go(paths.signIn());
    },
  });
  return (
    <>
      <button type="button" className={classes.person} popoverTarget="person-menu">
        <span className={classes.face} aria-hidden="true">
          {initials(person.name)}
        </span>
        <span className={classes.words}>
          <span className={classes.name}>{person.name}</span>
          <span className={classes.roles}>{namesOf(person.roles)}</span>
        </span>
      </button>
      <div id="person-menu" popover="auto" ref={menu} className={classes.menu}>
        <p className={classes.email}>{person.email}</p>
        <PathLink path={paths.account()} className={classes.item} onClick={() => menu.current?.hidePopover()}>
          <Icon name="people" size={16} />
          Account and sessions
        </PathLink>
        <button type="button" className={classes.item} onClick={() => leave.mutate()}>
          <Icon name="signOut" size={16} />
          Sign out
        </button>
      </div>
    </>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}
