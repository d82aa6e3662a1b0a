import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createFirstAdministrator } from '../../../contract/access.ts';
import { client } from '../../client.ts';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useTakeSession } from '../../session.ts';
import { EntryCard } from './EntryCard.tsx';
import { EntryForm } from './EntryForm.tsx';
import { shortestPassword } from './shortest-password.ts';
import { useTokenInAddress } from './use-token-in-address.ts';

const names = ['token', 'name', 'email', 'password'] as const;

/** First run: whoever can read the terminal becomes the administrator. The link printed there brings the token along. */
export default function WelcomePage() {
  const token = useTokenInAddress() ?? '';
  const takeSession = useTakeSession();
  const go = useGo();
  const create = useMutation({
    mutationFn: (body: Record<(typeof names)[number], string>) =>
      client.call(createFirstAdministrator, { body }),
    onSuccess: async (session) => {
      takeSession(session);
      await go(paths.overview(), { replace: true });
    },
  });
  return (
    <EntryCard
      title="Create the administrator"
      lead="Nobody is here yet. The first account may do everything else."
    >
      <EntryForm names={names} send={create} button="Create and sign in" refused="Not created.">
        <TextInput
          name="token"
          key={token}
          label="Token"
          description="From the terminal Steerhouse was started in"
          defaultValue={token}
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus={token === ''}
        />
        <TextInput
          name="name"
          label="Your name"
          autoFocus={token !== ''}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={200}
        />
        <TextInput
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          required
          withAsterisk={false}
        />
        <PasswordInput
          name="password"
          label="Password"
          description={`At least ${shortestPassword} characters; a sentence is fine`}
          autoComplete="new-password"
          minLength={shortestPassword}
          required
          withAsterisk={false}
        />
      </EntryForm>
    </EntryCard>
  );
}
