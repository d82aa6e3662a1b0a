import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { signInWithLink } from '../../../contract/access.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useTakeSession } from '../../session.ts';
import classes from './EntryCard.module.css';
import { EntryCard } from './EntryCard.tsx';
import { useTokenInAddress } from './use-token-in-address.ts';

const route = getRouteApi('/sign-in/link');

/**
 * A one-time link. It takes a click, because mail scanners and previews open links too and would use it up. Links carry
 * their token behind `#`, which no server log sees; `?token=` is understood as well.
 */
export default function SignInLinkPage() {
  const search = route.useSearch();
  const token = useTokenInAddress() ?? search.token;
  const takeSession = useTakeSession();
  const go = useGo();
  const enter = useMutation({
    mutationFn: (given: string) => client.call(signInWithLink, { body: { token: given } }),
    onSuccess: async (session) => {
      takeSession(session);
      await go(paths.overview(), { replace: true });
    },
  });
  if (!token) {
    return (
      <EntryCard title="This link is incomplete" lead="Its last part is missing. Copy the whole link again.">
        <div className={classes.form}>
          <Button component={PathLink} path={paths.signIn()} variant="default">
            Sign in with a password
          </Button>
        </div>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Welcome" lead="This link signs you in once, in this browser.">
      <div className={classes.form}>
        {enter.error ? <FailurePanel error={enter.error} title="Not signed in." /> : null}
        <Button onClick={() => enter.mutate(token)} loading={enter.isPending} autoFocus>
          Sign in
        </Button>
      </div>
    </EntryCard>
  );
}
