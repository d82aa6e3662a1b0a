import type { BodyOf } from '../../../contract/endpoint.ts';
import type { changeUseCase } from '../../../contract/use-cases.ts';
import { classLines, readClassLines } from './class-lines.ts';
import type { UseCase } from './use-case.ts';

/** The settings as the form holds them: classes as lines, everything else as it is. */
export type Settings = Pick<
  UseCase,
  | 'name'
  | 'description'
  | 'ownerId'
  | 'riskClass'
  | 'metadataFields'
  | 'reasonCodes'
  | 'guideline'
  | 'undoSeconds'
  | 'leaseSeconds'
> & { classes: string };

type Change = Omit<BodyOf<typeof changeUseCase>, 'revision'>;

export function settingsOf(useCase: UseCase): Settings {
  const { name, description, ownerId, riskClass, guideline, undoSeconds, leaseSeconds } = useCase;
  const { metadataFields, reasonCodes } = useCase;
  const classes = classLines(useCase.classes);
  return {
    name,
    description,
    ownerId,
    riskClass,
    guideline,
    undoSeconds,
    leaseSeconds,
    metadataFields,
    reasonCodes,
    classes,
  };
}

/** Only what differs from the use case, so that a change of one setting undoes nobody's change of another. */
export function changeOf(settings: Settings, useCase: UseCase): Change {
  const before = settingsOf(useCase);
  const names = (Object.keys(settings) as (keyof Settings)[]).filter(
    (name) => JSON.stringify(settings[name]) !== JSON.stringify(before[name]),
  ); // keys of Settings itself
  const changed = Object.fromEntries(names.map((name) => [name, settings[name]])) as Partial<Settings>;
  const { classes, ...rest } = changed;
  return classes === undefined ? rest : { ...rest, classes: [...readClassLines(classes).classes] };
}
