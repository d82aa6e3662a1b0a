import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { signIn } from '../../../contract/access.ts';
import { client } from '../../client.ts';
import { useGo } from '../../parts/use-go.ts';
import { safeReturn } from '../../paths.ts';
import { useTakeSession } from '../../session.ts';
import { EntryCard } from './EntryCard.tsx';
import { EntryForm } from './EntryForm.tsx';

const route = getRouteApi('/sign-in');
const names = ['email', 'password'] as const;

/** E-mail and password; a refusal never says whether the account exists. */
export default function SignInPage() {
  const { back } = route.useSearch();
  const { demo } = route.useRouteContext();
  const takeSession = useTakeSession();
  const go = useGo();
  const enter = useMutation({
    mutationFn: (body: Record<(typeof names)[number], string>) => client.call(signIn, { body }),
    onSuccess: async (session) => {
      takeSession(session);
      await go(safeReturn(back), { replace: true });
    },
  });
  return (
    <EntryCard
      title="Sign in"
      lead={
        demo
          ? 'This is the demo: the link printed in its terminal signs you in without a password.'
          : undefined
      }
    >
      <EntryForm names={names} send={enter} button="Sign in" refused="Not signed in.">
        <TextInput
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
      </EntryForm>
    </EntryCard>
  );
}
