import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { checkPolicy } from '../../../contract/policies.ts';
import { listStandingApprovals } from '../../../contract/standing-approvals.ts';
import { client } from '../../client.ts';

/** Counts grow while one is in force. */
const askEveryMs = 5000;

export function approvalsQuery(useCaseId: string) {
  return queryOptions({
    queryKey: ['standing-approvals', useCaseId],
    queryFn: () => client.call(listStandingApprovals, { query: { useCaseId, limit: 100 } }),
    refetchInterval: (query) =>
      query.state.data?.items.some((one) => one.state === 'in-force') ? askEveryMs : false,
  });
}

/** After the last keystroke before the server is asked what it thinks of the scope. */
const checkAfterMs = 300;

/**
 * What is wrong with a scope while it is typed; null until the server has said. A scope is a condition like those of
 * rules, so it is checked as the only rule of a policy.
 */
export function useScopeProblems(useCaseId: string, scope: string): readonly string[] | null {
  const [settled] = useDebouncedValue(scope.trim(), checkAfterMs);
  const { data } = useQuery({
    queryKey: ['standing-approvals', 'check', useCaseId, settled],
    queryFn: async () => {
      const document = {
        rules: [{ name: 'Scope', when: settled, route: { kind: 'release' as const } }],
        otherwise: { kind: 'hold' as const, dueSeconds: 60, timeout: { action: 'keep-holding' as const } },
        audit: { rate: 0.05 },
      };
      const { problems } = await client.call(checkPolicy, { params: { useCaseId }, body: { document } });
      return problems
        .filter((problem) => problem.at === '/rules/0/when' && problem.severity === 'error')
        .map((problem) => problem.message.replace(/^Rule "Scope":? /, ''));
    },
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return settled === '' ? null : (data ?? null);
}
