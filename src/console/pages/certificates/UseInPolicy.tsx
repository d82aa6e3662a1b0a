import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Certificate } from '../../../contract/certificates.ts';
import { draftPolicy, type PolicyDocument } from '../../../contract/policies.ts';
import { client } from '../../client.ts';
import { policyVersionsQuery } from '../../parts/policy-queries.ts';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { say } from '../../ui/say.ts';
import { withCertificate } from './with-certificate.ts';

/** Starts a draft of the policy in force whose threshold names the certificate. */
export function UseInPolicy({ certificate }: { certificate: Certificate }) {
  const mayNot = useMissing('policies:write');
  const go = useGo();
  const queryClient = useQueryClient();
  const { useCaseId } = certificate;
  const { data: versions } = useQuery(policyVersionsQuery(useCaseId));
  const inForce = versions?.items.find((one) => one.state === 'published');
  const draft = useMutation({
    mutationFn: async () => {
      if (!inForce) throw new Error('No policy is in force yet; publish one first.');
      return client.call(draftPolicy, {
        params: { useCaseId },
        body: {
          basedOn: inForce.policyVersionId,
          document: withCertificate(inForce.document, certificate) as PolicyDocument, // the same shape, readonly
          note: `${certificate.threshold} as certified`,
        },
      });
    },
    onSuccess: async (version) => {
      await queryClient.invalidateQueries({ queryKey: ['policies'] });
      await go(paths.policyVersion(version.policyVersionId, { view: 'changes' }));
    },
    onError: (error) => say(error.message),
  });
  return (
    <Button
      disabled={mayNot !== null || (versions !== undefined && !inForce)}
      title={mayNot ?? (versions && !inForce ? 'No policy is in force yet; publish one first.' : undefined)}
      loading={draft.isPending}
      onClick={() => draft.mutate()}
    >
      Use it in a draft
    </Button>
  );
}
