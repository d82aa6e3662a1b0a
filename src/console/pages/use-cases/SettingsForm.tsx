import { Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { riskClasses } from '../../../core/use-cases/use-case.ts';
import { UnsavedGuard } from '../../parts/UnsavedGuard.tsx';
import { useMissing } from '../../session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { GuidelineField } from './GuidelineField.tsx';
import { MetadataFields } from './MetadataFields.tsx';
import { NumberField } from './NumberField.tsx';
import { OwnerField } from './OwnerField.tsx';
import { ReasonCodes } from './ReasonCodes.tsx';
import { SaveBar } from './SaveBar.tsx';
import classes from './UseCase.module.css';
import { riskWords, type UseCase } from './use-case.ts';
import { type SettingsInHand, useSettings } from './use-settings.ts';

/** Everything about a use case that can be changed; one form, one save. */
export function SettingsForm({ useCase }: { useCase: UseCase }) {
  const settings = useSettings(useCase);
  const mayNot = useMissing('use-cases:write');
  const { values, set, base } = settings;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        settings.save();
      }}
    >
      <UnsavedGuard unsaved={settings.unsaved} />
      <fieldset className={classes.form} disabled={mayNot !== null}>
        {mayNot ? <p className={classes.mayNot}>{mayNot}</p> : null}
        <BasicsPanel settings={settings} />
        {base.outputKind === 'class' ? <ClassesPanel settings={settings} /> : null}
        <MetadataFields
          fields={values.metadataFields}
          onChange={(metadataFields) => set({ metadataFields })}
        />
        <ReasonCodes codes={values.reasonCodes} onChange={(reasonCodes) => set({ reasonCodes })} />
        <GuidelineField text={values.guideline} onChange={(guideline) => set({ guideline })} />
      </fieldset>
      <SaveBar settings={settings} mayNot={mayNot} />
    </form>
  );
}

function BasicsPanel({ settings: { values, set, base } }: { settings: SettingsInHand }) {
  return (
    <Panel title="Settings">
      <Stack gap="sm">
        <TextInput
          label="Name"
          required
          maxLength={200}
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxLength={4000}
          value={values.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Group align="flex-start" gap="md">
          <OwnerField useCase={base} ownerId={values.ownerId} onChange={(ownerId) => set({ ownerId })} />
          <NativeSelect
            label="Risk class"
            description={
              base.riskClass === 'high' ? 'Lower than high takes another person' : 'How much is at stake'
            }
            value={values.riskClass}
            data={riskClasses.map((value) => ({ value, label: riskWords[value] }))}
            onChange={(event) => set({ riskClass: event.currentTarget.value as UseCase['riskClass'] })} // one of the above
          />
          <NumberField
            label="Undo window, seconds"
            description="0 to 300; a verdict takes effect after it"
            value={values.undoSeconds}
            onChange={(undoSeconds) => set({ undoSeconds })}
          />
          <NumberField
            label="Claim lasts, seconds"
            description="30 to 86,400; renewed while somebody works"
            value={values.leaseSeconds}
            onChange={(leaseSeconds) => set({ leaseSeconds })}
          />
        </Group>
      </Stack>
    </Panel>
  );
}

function ClassesPanel({ settings: { values, set, wrongLines } }: { settings: SettingsInHand }) {
  return (
    <Panel
      title="Classes"
      hint="One a line; after a comma what one mistake costs, compared to the others (1 where nothing is said)"
    >
      <Textarea
        aria-label="Classes, one a line"
        classNames={{ input: classes.lines ?? '' }}
        autosize
        minRows={4}
        maxRows={16}
        spellCheck={false}
        value={values.classes}
        onChange={(event) => set({ classes: event.currentTarget.value })}
        error={wrongLines ? `Line ${wrongLines.line}: ${wrongLines.message}` : null}
      />
    </Panel>
  );
}
