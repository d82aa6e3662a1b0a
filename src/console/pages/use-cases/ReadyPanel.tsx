import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { ModelVersion } from '../../../contract/models.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { policyVersionsQuery } from '../../parts/policy-queries.ts';
import { paths } from '../../paths.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import classes from './UseCase.module.css';

export type ReadyPanelProps = { useCaseId: string; models: readonly Static<typeof ModelVersion>[] };

/** What is still missing before decisions are taken; gone once nothing is. */
export function ReadyPanel({ useCaseId, models }: ReadyPanelProps) {
  const { data: versions } = useQuery(policyVersionsQuery(useCaseId));
  const model = models.some((one) => one.retiredAt === null);
  const policy = versions?.items.some((one) => one.state === 'published') ?? true;
  if (model && policy) return null;
  return (
    <Panel title="Not ready for decisions yet" hint="Until both are done, decisions sent here are refused">
      <ul className={classes.steps}>
        <li data-done={model || undefined}>
          <Icon name={model ? 'check' : 'next'} size={16} />
          {model ? 'A model version is registered.' : 'Register the model version that decides, below.'}
        </li>
        <li data-done={policy || undefined}>
          <Icon name={policy ? 'check' : 'next'} size={16} />
          {policy ? (
            'A policy is in force.'
          ) : (
            <span>
              <PathLink path={paths.policies({ useCaseId })}>Publish a policy</PathLink>: which decisions
              leave at once and which wait for people.
            </span>
          )}
        </li>
      </ul>
    </Panel>
  );
}
