import { useMutation, useQueryClient } from '@tanstack/react-query';
import { draftPolicy } from '../../../contract/policies.ts';
import { client } from '../../client.ts';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import type { PolicyVersion } from './policy-version.ts';

/** Starts a draft from a version, or from "hold everything" where there is none, and opens it. */
export function useStartDraft(useCaseId: string) {
  const queryClient = useQueryClient();
  const go = useGo();
  return useMutation({
    mutationFn: (from: PolicyVersion | undefined) => {
      const note = from && from.state !== 'published' ? { note: `Back to version ${from.version}` } : {};
      const body = from ? { basedOn: from.policyVersionId, ...note } : {};
      return client.call(draftPolicy, { params: { useCaseId }, body });
    },
    onSuccess: async (draft) => {
      await queryClient.invalidateQueries({ queryKey: ['policies'] });
      await go(paths.policyVersion(draft.policyVersionId));
    },
  });
}
