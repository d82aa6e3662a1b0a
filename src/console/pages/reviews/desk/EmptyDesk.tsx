import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { PathLink } from '../../../parts/PathLink.tsx';
import { paths } from '../../../paths.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { myVerdictsQuery } from '../queries.ts';
import { MyVerdicts } from '../queues/MyVerdicts.tsx';
import type { Question } from './ask-server.ts';
import { reviewKeys } from './review-keys.ts';

export type EmptyDeskProps = { question: Question; onLook: () => void };

/** Nothing waits: says that new items come by themselves, and shows what one has done. */
export function EmptyDesk({ question, onLook }: EmptyDeskProps) {
  const { data: mine } = useQuery({ ...myVerdictsQuery, staleTime: 0 });
  return (
    <>
      <Panel>
        <EmptyState
          icon="check"
          title="Nothing waits here."
          actions={
            <>
              <Button
                variant="default"
                onClick={onLook}
                rightSection={<KeyHint>{reviewKeys.next.shown}</KeyHint>}
              >
                Look again
              </Button>
              {question.useCaseId || question.tier ? (
                <Button component={PathLink} path={paths.review({ all: true })} variant="default">
                  All my queues
                </Button>
              ) : null}
            </>
          }
        >
          The next item appears here by itself while you are at the desk. Items that others have claimed come
          back if they leave them.
        </EmptyState>
      </Panel>
      <MyVerdicts verdicts={mine?.items ?? []} />
    </>
  );
}
