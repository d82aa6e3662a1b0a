import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { changePassword } from '../../../contract/access.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { fieldsOf } from '../../ui/fields-of.ts';
import { Panel } from '../../ui/Panel.tsx';
import { sessionsQuery } from './queries.ts';
import { shortestPassword } from './shortest-password.ts';

/** Changes my password; the other sessions end, so that a stolen one does not outlive it. */
export function PasswordForm({ currentNeeded }: { currentNeeded: boolean }) {
  const form = useRef<HTMLFormElement>(null);
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (body: { current: string; password: string }) => client.call(changePassword, { body }),
    onSuccess: async () => {
      form.current?.reset();
      await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  return (
    <Panel
      title="Password"
      hint={
        currentNeeded
          ? 'Changing it ends your other sessions'
          : 'You came by a one-time link: set a password to sign in with next time'
      }
    >
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(fieldsOf(event.currentTarget, ['current', 'password']));
        }}
      >
        <Stack gap="sm" maw={360}>
          {currentNeeded ? (
            <PasswordInput
              name="current"
              label="Current password"
              autoComplete="current-password"
              required
              withAsterisk={false}
            />
          ) : null}
          <PasswordInput
            name="password"
            label="New password"
            description={`At least ${shortestPassword} characters`}
            autoComplete="new-password"
            minLength={shortestPassword}
            required
            withAsterisk={false}
          />
          {change.error ? <FailurePanel error={change.error} title="Not changed." /> : null}
          <p role="status" className="soft" style={{ margin: 0 }}>
            {change.isSuccess ? 'This is your password now. Your other sessions have ended.' : ''}
          </p>
          <div>
            <Button type="submit" loading={change.isPending}>
              {currentNeeded ? 'Change password' : 'Set password'}
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}
