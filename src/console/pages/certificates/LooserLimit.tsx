import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { exactShare } from '../../parts/certificate-words.ts';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import classes from './Certificates.module.css';
import { looserQuery } from './queries.ts';
import type { Question } from './question.ts';

const route = getRouteApi('/signed-in/certificates');

/** Where the limit that was asked for cannot be certified: the strictest of the looser ones that can, one click away. */
export function LooserLimit({ useCaseId, question }: { useCaseId: string; question: Question }) {
  const search = route.useSearch();
  const go = useGo();
  const { data } = useQuery(looserQuery(useCaseId, question));
  if (!data) return null;
  const { targetError, sentence } = data;
  const address = paths.certificates({ ...search, useCaseId, targetError });
  return (
    <div className={classes.looser} role="status">
      <span>
        A looser limit can be certified. {sentence} It is chosen by these labels, so it holds somewhat less
        surely than one that was fixed before.
      </span>
      <Button
        size="xs"
        variant="default"
        onClick={() => void go(address, { replace: true, resetScroll: false })}
      >
        Ask for at most {exactShare(targetError)}
      </Button>
    </div>
  );
}
