import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { signIn } from '../../../contract/access.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useGo } from '../../parts/use-go.ts';
import { safeReturn } from '../../paths.ts';
import { useTakeSession } from '../../session.ts';
import { fieldsOf } from '../../ui/fields-of.ts';
import classes from './EntryCard.module.css';
import { EntryCard } from './EntryCard.tsx';

const route = getRouteApi('/sign-in');

/** E-mail and password; a refusal never says whether the account exists. */
export default function SignInPage() {
  const { back } = route.useSearch();
  const { demo } = route.useRouteContext();
  const takeSession = useTakeSession();
  const go = useGo();
  const enter = useMutation({
    mutationFn: (body: { email: string; password: string }) => client.call(signIn, { body }),
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
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          const { email, password } = fieldsOf(event.currentTarget, ['email', 'password']);
          enter.mutate({ email, password });
        }}
      >
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
        {enter.error ? <FailurePanel error={enter.error} title="Not signed in." /> : null}
        <Button type="submit" loading={enter.isPending}>
          Sign in
        </Button>
      </form>
    </EntryCard>
  );
}
