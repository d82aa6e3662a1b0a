import { NativeSelect } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { CalibrationMap } from '../../../contract/calibration.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { generalMap, type MapChoice, type NamedSlice } from '../../../core/policies/map-choice.ts';
import { mapsQuery } from '../../parts/calibration-queries.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { modelVersionsQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { Panel } from '../../ui/Panel.tsx';
import { changeCalibration, withGeneralMap, withSliceMaps } from './change-calibration.ts';
import classes from './Editor.module.css';
import { ProblemList } from './ProblemList.tsx';
import type { Problem } from './policy-version.ts';
import { SliceValues } from './SliceValues.tsx';

export type CalibrationEditorProps = {
  useCaseId: string;
  document: PolicyDocument;
  problems: readonly Problem[];
  onChange: (document: PolicyDocument) => void;
};

/** Which maps make a probability of each model version's confidence; without one there is no calibrated confidence. */
export function CalibrationEditor({ useCaseId, document, problems, onChange }: CalibrationEditorProps) {
  const { data: models } = useSuspenseQuery(modelVersionsQuery(useCaseId));
  const { data: maps } = useSuspenseQuery(mapsQuery(useCaseId));
  const chosen = document.calibration ?? {};
  const rows = models.items
    .filter((model) => model.retiredAt === null || Object.hasOwn(chosen, model.name))
    .map(({ modelVersionId, name }) => ({
      name,
      choice: chosen[name],
      maps: maps.items.filter((map) => map.modelVersionId === modelVersionId),
    }))
    .filter((row) => row.maps.length > 0 || row.choice !== undefined);
  return (
    <Panel
      title="Calibrated confidence"
      hint="What conditions read as calibrated; where there is no map they cannot be evaluated, and the decision is held"
    >
      {rows.length === 0 ? (
        <p className="soft">
          No model version has a map yet. One is fitted to what people judged, on the{' '}
          <PathLink path={paths.calibration({ useCaseId })}>calibration page</PathLink>.
        </p>
      ) : (
        rows.map((row) => (
          <ModelMaps
            key={row.name}
            {...row}
            onChange={(choice) => onChange(changeCalibration(document, row.name, choice))}
          />
        ))
      )}
      <ProblemList problems={problems} />
    </Panel>
  );
}

type ModelMapsProps = {
  name: string;
  choice: MapChoice | undefined;
  maps: readonly CalibrationMap[];
  onChange: (choice: MapChoice | null) => void;
};

/** The map of a model version for all decisions, and those of slices. */
function ModelMaps({ name, choice, maps, onChange }: ModelMapsProps) {
  const general = generalMap(choice);
  const forAll = maps.filter((map) => map.slice === null);
  const bySlice = typeof choice === 'object' ? choice.bySlice : undefined;
  return (
    <div className={classes.part}>
      <NativeSelect
        label={<span className="break">{name}</span>}
        w={240}
        value={String(general ?? '')}
        data={[
          { value: '', label: bySlice ? 'no map for other slices' : 'no map' },
          ...optionsOf(forAll, general),
        ]}
        onChange={(event) => onChange(withGeneralMap(choice, Number(event.currentTarget.value) || null))}
      />
      {maps.length === 0 ? null : (
        <SliceValues
          about={`the map of ${name}`}
          bySlice={bySlice}
          usual={(by, slice) => newestFor(maps, { by, value: slice })}
          field={({ name: about, slice, by, value, onChange: put }) => (
            <NativeSelect
              aria-label={about}
              w={240}
              value={String(value)}
              data={optionsOf(mapsFor(maps, { by, value: slice }), value)}
              onChange={(event) => put(Number(event.currentTarget.value))}
            />
          )}
          onChange={(next) => onChange(withSliceMaps(choice, next))}
        />
      )}
    </div>
  );
}

/** Maps fitted to the slice, and those fitted to all decisions. */
function mapsFor(maps: readonly CalibrationMap[], slice: NamedSlice): readonly CalibrationMap[] {
  return maps.filter((map) => map.slice === null || isSame(map.slice, slice));
}

function newestFor(maps: readonly CalibrationMap[], slice: NamedSlice): number {
  const fit = mapsFor(maps, slice);
  return (fit.find((map) => map.slice !== null) ?? fit[0] ?? maps[0])?.number ?? 1;
}

function isSame(one: NamedSlice, other: NamedSlice): boolean {
  return one.by === other.by && one.value === other.value;
}

/** The maps there are; one that the document names and nobody kept stays visible, and is a problem. */
function optionsOf(
  maps: readonly CalibrationMap[],
  chosen: number | null,
): { value: string; label: string }[] {
  const options = maps.map(({ number, method, slice, inForce }) => ({
    value: String(number),
    label: `map ${number}, ${method}${slice ? ', its own' : ''}${inForce ? ', in force' : ''}`,
  }));
  const missing = chosen !== null && !options.some(({ value }) => value === String(chosen));
  return missing
    ? [...options, { value: String(chosen), label: `map ${chosen}, which is not for this` }]
    : options;
}
