import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { ModelVersion } from '../../../contract/models.ts';
import type { PolicyVersion } from '../../../contract/policies.ts';
import { type Shadow, startShadow } from '../../../contract/shadows.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { SliceChoice } from '../../parts/SliceChoice.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { Fields } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';

export type StartShadowPanelProps = {
  useCase: Static<typeof UseCase>;
  models: readonly Static<typeof ModelVersion>[];
  versions: readonly Static<typeof PolicyVersion>[];
  /** What the form is filled in with: a version, or another value of a threshold. */
  policyVersionId: string | undefined;
  threshold: string | undefined;
  value: number | undefined;
};

const kinds: readonly { value: Shadow['kind']; label: string }[] = [
  { value: 'thresholds', label: 'another threshold' },
  { value: 'policy', label: 'a whole policy' },
  { value: 'model', label: 'another model version' },
];

type Form = {
  kind: Shadow['kind'];
  name: string;
  threshold: string;
  value: number;
  version: string;
  model: string;
  sliceBy: string | undefined;
};

/** Chooses what runs beside, and starts it. */
export function StartShadowPanel(props: StartShadowPanelProps) {
  const { useCase, versions, models, policyVersionId } = props;
  const { useCaseId } = useCase;
  const mayNot = useMissing('policies:write');
  const go = useGo();
  const queryClient = useQueryClient();
  const thresholds = versions.find((one) => one.state === 'published')?.document.thresholds ?? [];
  const asked = thresholds.find((one) => one.name === props.threshold);
  const named = asked ?? thresholds[0];
  const candidates = versions.filter((one) => one.state !== 'discarded' && one.state !== 'published');
  const shadowModels = models.filter((one) => one.state === 'shadow' && !one.retiredAt);
  const [form, setForm] = useState<Form>({
    kind: policyVersionId || thresholds.length === 0 ? 'policy' : 'thresholds',
    name: '',
    threshold: named?.name ?? '',
    value: (asked && props.value) ?? named?.value ?? 0.9,
    version: policyVersionId ?? candidates[0]?.policyVersionId ?? '',
    model: shadowModels[0]?.modelVersionId ?? '',
    sliceBy: undefined,
  });
  const change = (part: Partial<Form>) => setForm({ ...form, ...part });
  const start = useMutation({
    mutationFn: () => client.call(startShadow, { params: { useCaseId }, body: bodyOf(form) }),
    onSuccess: async ({ shadowId }) => {
      await queryClient.invalidateQueries({ queryKey: ['shadows', 'of', useCaseId] });
      await go(paths.shadow(shadowId));
    },
  });
  const missing = whatIsMissing(form);
  const because = mayNot ?? missing;
  return (
    <Panel title="Run something beside" hint="It sees every decision from now on, and changes none">
      <Fields>
        <NativeSelect
          label="What"
          value={form.kind}
          data={[...kinds]}
          onChange={(event) => change({ kind: event.currentTarget.value as Shadow['kind'] })} // one of the kinds
        />
        <WhatFields
          form={form}
          thresholds={thresholds.map((one) => one.name)}
          candidates={candidates}
          shadowModels={shadowModels}
          onChange={change}
        />
        <SliceChoice useCase={useCase} sliceBy={form.sliceBy} onChange={(sliceBy) => change({ sliceBy })} />
        <TextInput
          label="Name"
          placeholder={usualNames[form.kind]}
          maxLength={200}
          value={form.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Button
          disabled={because !== null}
          title={because ?? undefined}
          loading={start.isPending}
          onClick={() => start.mutate()}
        >
          Start
        </Button>
      </Fields>
      {missing ? <p className="soft">{missing}</p> : null}
      {start.error ? <FailurePanel error={start.error} title="It was not started." /> : null}
    </Panel>
  );
}

const usualNames: Readonly<Record<Shadow['kind'], string>> = {
  thresholds: 'Another threshold',
  policy: 'A draft beside',
  model: 'A model beside',
};

function whatIsMissing({ kind, threshold, version, model }: Form): string | null {
  const sentences = {
    thresholds: threshold === '' ? 'The policy in force has no named threshold.' : null,
    policy: version === '' ? 'There is no other version; start a draft first.' : null,
    model: model === '' ? 'No model version is in the state “shadow”; set it on the use case’s page.' : null,
  };
  return sentences[kind];
}

function bodyOf({ kind, name, threshold, value, version, model, sliceBy }: Form) {
  const what = {
    thresholds: { thresholds: { [threshold]: value } },
    policy: { policyVersionId: version },
    model: { modelVersionId: model },
  }[kind];
  return { name: name.trim() || usualNames[kind], ...what, ...(sliceBy ? { sliceBy } : null) };
}

type WhatFieldsProps = {
  form: Form;
  thresholds: readonly string[];
  candidates: StartShadowPanelProps['versions'];
  shadowModels: StartShadowPanelProps['models'];
  onChange: (part: Partial<Form>) => void;
};

const none = { value: '', label: 'none' };

/** What is asked for depends on what is to run. */
function WhatFields({ form, thresholds, candidates, shadowModels, onChange }: WhatFieldsProps) {
  if (form.kind === 'policy') {
    return (
      <NativeSelect
        label="Policy"
        value={form.version}
        data={
          candidates.length > 0
            ? candidates.map((one) => ({
                value: one.policyVersionId,
                label: `version ${one.version}, ${one.state}`,
              }))
            : [none]
        }
        onChange={(event) => onChange({ version: event.currentTarget.value })}
      />
    );
  }
  if (form.kind === 'model') {
    return (
      <NativeSelect
        label="Model version"
        value={form.model}
        data={
          shadowModels.length > 0
            ? shadowModels.map((one) => ({ value: one.modelVersionId, label: one.name }))
            : [none]
        }
        onChange={(event) => onChange({ model: event.currentTarget.value })}
      />
    );
  }
  return (
    <>
      <NativeSelect
        label="Threshold"
        value={form.threshold}
        data={thresholds.length > 0 ? [...thresholds] : [none]}
        onChange={(event) => onChange({ threshold: event.currentTarget.value })}
      />
      <NumberInput
        label="Value"
        w={112}
        step={0.01}
        decimalScale={12}
        value={form.value}
        onChange={(value) => {
          if (typeof value === 'number') onChange({ value });
        }}
      />
    </>
  );
}
