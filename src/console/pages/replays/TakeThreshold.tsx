import { Button, Group, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { draftPolicy, type PolicyDocument, type PolicyVersion } from '../../../contract/policies.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { withThreshold, writtenThreshold } from './with-threshold.ts';

type Version = Static<typeof PolicyVersion>;

export type TakeThresholdProps = {
  inForce: Version | undefined;
  /** Thresholds of the policy in force that the swept score is held against. */
  names: readonly string[];
  /** What the score is called. */
  score: string;
  /** The value the slider stands at. */
  threshold: number;
  /** Whether it was read off a part of the traffic. */
  part: boolean;
};

/** From a value of the sweep on: a draft with it, or a shadow of it. */
export function TakeThreshold({ inForce, names, score, threshold, part }: TakeThresholdProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const name = names.find((one) => one === chosen) ?? names[0];
  if (!inForce) return <p className="soft">No policy is in force that could take this value.</p>;
  if (name === undefined) {
    return (
      <p className="soft">
        The policy in force holds {score} against no named threshold, so there is none that could take this
        value.
      </p>
    );
  }
  const value = writtenThreshold(threshold);
  const now = inForce.document.thresholds?.find((one) => one.name === name);
  return (
    <>
      <Group gap="xs" mt="sm" mb="xs">
        {names.length > 1 ? (
          <NativeSelect
            size="xs"
            aria-label="Threshold to take the value"
            value={name}
            data={[...names]}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        ) : null}
        {value === now?.value ? (
          <span className="soft">
            {name} is at {shown(value)} already; move the slider to take another value.
          </span>
        ) : (
          <>
            <DraftButton inForce={inForce} name={name} value={value} score={score} />
            <ShadowButton useCaseId={inForce.useCaseId} name={name} value={value} />
          </>
        )}
      </Group>
      {part ? <p className="soft">Either takes it for all of the traffic, not for this part alone.</p> : null}
      {now?.bySlice ? <p className="soft">Slices of {name} with values of their own keep them.</p> : null}
    </>
  );
}

type DraftButtonProps = { inForce: Version; name: string; value: number; score: string };

/** The policy in force with the value, as a draft in the editor. */
function DraftButton({ inForce, name, value, score }: DraftButtonProps) {
  const mayNot = useMissing('policies:write');
  const go = useGo();
  const queryClient = useQueryClient();
  const { useCaseId, policyVersionId } = inForce;
  const draft = useMutation({
    mutationFn: () => {
      const document = withThreshold(inForce.document, name, value) as PolicyDocument; // the same shape, readonly
      const note = `${name} at ${value}, from a sweep of ${score}`;
      return client.call(draftPolicy, {
        params: { useCaseId },
        body: { document, basedOn: policyVersionId, note },
      });
    },
    onSuccess: async (drafted) => {
      await queryClient.invalidateQueries({ queryKey: ['policies'] });
      await go(paths.policyVersion(drafted.policyVersionId));
    },
  });
  return (
    <>
      <Button
        size="xs"
        disabled={mayNot !== null}
        title={mayNot ?? undefined}
        loading={draft.isPending}
        onClick={() => draft.mutate()}
      >
        Draft with {name} at {shown(value)}
      </Button>
      {draft.error ? <FailurePanel error={draft.error} title="No draft was started." /> : null}
    </>
  );
}

/** The form of a shadow, filled in. */
function ShadowButton({ useCaseId, name, value }: { useCaseId: string; name: string; value: number }) {
  return (
    <Button
      component={PathLink}
      path={paths.shadows({ useCaseId, threshold: name, value })}
      size="xs"
      variant="default"
    >
      Try it in a shadow
    </Button>
  );
}

function shown(value: number): string {
  return String(Number(value.toFixed(4)));
}
