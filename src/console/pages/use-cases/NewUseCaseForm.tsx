import { Button, Group, Modal, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createUseCase } from '../../../contract/use-cases.ts';
import { outputKinds, riskClasses } from '../../../core/use-cases/use-case.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { readClassLines } from './class-lines.ts';
import { slugOf } from './slug-of.ts';
import { outputWords, riskWords, type UseCase } from './use-case.ts';

/** Creates a use case with what can never change later: its slug and its kind of output. */
export function NewUseCaseForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [typedSlug, setTypedSlug] = useState<string | null>(null);
  const [outputKind, setOutputKind] = useState<UseCase['outputKind']>('class');
  const [riskClass, setRiskClass] = useState<UseCase['riskClass']>('limited');
  const [lines, setLines] = useState('');
  const queryClient = useQueryClient();
  const go = useGo();
  const slug = typedSlug ?? slugOf(name);
  const { classes, problems } = readClassLines(lines);
  const create = useMutation({
    mutationFn: () => {
      const body = {
        name,
        slug,
        outputKind,
        riskClass,
        ...(outputKind === 'class' ? { classes: [...classes] } : {}),
      };
      return client.call(createUseCase, { body });
    },
    onSuccess: async (useCase) => {
      await queryClient.invalidateQueries({ queryKey: ['use-cases'] });
      await go(paths.oneUseCase(useCase.useCaseId));
    },
  });
  return (
    <Modal opened onClose={onClose} title="Create a use case" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            maxLength={200}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label="Slug"
            description="What programs call it; it cannot be changed later"
            required
            pattern="[a-z0-9][a-z0-9\-]{0,62}"
            title="Small letters, digits and hyphens"
            value={slug}
            onChange={(event) => setTypedSlug(event.currentTarget.value)}
          />
          <OutputChoice value={outputKind} onChange={setOutputKind} />
          {outputKind === 'class' ? <ClassesField lines={lines} onChange={setLines} /> : null}
          <NativeSelect
            label="Risk class"
            value={riskClass}
            data={riskClasses.map((value) => ({ value, label: riskWords[value] }))}
            onChange={(event) => setRiskClass(event.currentTarget.value as UseCase['riskClass'])} // one of the above
          />
          {create.error ? <FailurePanel error={create.error} title="Not created." /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={problems.length > 0}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type OutputChoiceProps = { value: UseCase['outputKind']; onChange: (kind: UseCase['outputKind']) => void };

function OutputChoice({ value, onChange }: OutputChoiceProps) {
  return (
    <Radio.Group
      label="What comes out of the model"
      description="It cannot be changed later"
      value={value}
      onChange={(kind) => onChange(kind as UseCase['outputKind'])} // one of the radio buttons below
    >
      <Stack gap={6} mt={6}>
        {outputKinds.map((kind) => (
          <Radio
            key={kind}
            value={kind}
            label={outputWords[kind].name}
            description={outputWords[kind].about}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function ClassesField({ lines, onChange }: { lines: string; onChange: (lines: string) => void }) {
  const [problem] = readClassLines(lines).problems;
  return (
    <Textarea
      label="Classes"
      description="One a line, at least two; after a comma what one mistake costs, compared to the others"
      placeholder={'refund\nfraud, 10\nother'}
      required
      autosize
      minRows={4}
      maxRows={10}
      value={lines}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={problem ? `Line ${problem.line}: ${problem.message}` : null}
    />
  );
}
