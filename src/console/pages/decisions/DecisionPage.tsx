import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PathLink } from '../../parts/PathLink.tsx';
import { Timeline } from '../../parts/Timeline.tsx';
import { paths } from '../../paths.ts';
import { missing, useSession } from '../../session.ts';
import { Columns } from '../../ui/Columns.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ContentPanels } from './ContentPanels.tsx';
import classes from './DecisionPage.module.css';
import { FactsPanel } from './FactsPanel.tsx';
import { decisionQuery } from './queries.ts';
import { RoutingPanel } from './RoutingPanel.tsx';
import { StandingPanel } from './StandingPanel.tsx';

const route = getRouteApi('/signed-in/decisions/$decisionId');
/** What was released long ago can still be judged, so the page always follows along while it can be seen. */
const everyMs = 3000;

/** One decision: what went in and came out, where it was sent and why, and everything that happened since. */
export default function DecisionPage() {
  const { decisionId } = route.useParams();
  const session = useSession();
  const { data: decision } = useSuspenseQuery({ ...decisionQuery(decisionId), refetchInterval: everyMs });
  const title = decision.label ?? decision.useCaseName;
  return (
    <Page
      title={title}
      tabTitle={`Decision ${title}`}
      lead={
        <span className={classes.id}>
          <code className="break">{decisionId}</code>
          <CopyButton text={decisionId} label="Copy the decision’s id" />
        </span>
      }
      actions={
        <>
          {decision.state === 'held' && decision.taskId && !missing(session, 'tasks:judge') ? (
            <Button component={PathLink} path={paths.review({ taskId: decision.taskId })}>
              Review it
            </Button>
          ) : null}
          <Button component={PathLink} path={paths.ledger({ about: decisionId })} variant="default">
            In the ledger
          </Button>
        </>
      }
    >
      <Columns
        secondIs="narrow"
        first={
          <>
            <ContentPanels decision={decision} />
            <Panel title="What happened" hint="Every step is an entry of the ledger">
              <Timeline
                events={decision.timeline}
                mayVerify={!missing(session, 'ledger:read') && !decision.verdictsWithheld}
              />
              {decision.verdictsWithheld ? (
                <p className="soft">
                  Several people judge it without knowing of each other, or blind: who they are and what they
                  say shows here when the task has ended.
                </p>
              ) : null}
            </Panel>
          </>
        }
        second={
          <>
            <StandingPanel decision={decision} />
            <RoutingPanel decision={decision} />
            <FactsPanel decision={decision} />
          </>
        }
      />
    </Page>
  );
}
