import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { policyVersionQuery, policyVersionsQuery } from '../../parts/policy-queries.ts';
import { oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { useMissing } from '../../session.ts';
import { DraftEditor } from './DraftEditor.tsx';
import { VersionView } from './VersionView.tsx';

const route = getRouteApi('/signed-in/policies/$policyVersionId');

/** One version of a policy: to be edited while it is a draft, to be read afterwards. */
export default function PolicyPage() {
  const { policyVersionId } = route.useParams();
  const { view = 'rules', from } = route.useSearch();
  const { data: version } = useSuspenseQuery(policyVersionQuery(policyVersionId));
  const { data: useCase } = useSuspenseQuery(oneUseCaseQuery(version.useCaseId));
  const { data: versions } = useSuspenseQuery(policyVersionsQuery(version.useCaseId));
  const mayNot = useMissing('policies:write');
  const inForce = versions.items.find((one) => one.state === 'published') ?? null;
  const base = versions.items.find((one) => one.policyVersionId === (from ?? version.basedOn)) ?? null;
  if (version.state === 'draft' && mayNot === null) {
    return (
      <DraftEditor key={policyVersionId} version={version} useCase={useCase} inForce={inForce} view={view} />
    );
  }
  return (
    <VersionView version={version} useCase={useCase} versions={versions.items} base={base} view={view} />
  );
}
