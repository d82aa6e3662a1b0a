import { NativeSelect } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { mapsQuery } from '../../parts/calibration-queries.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { modelVersionsQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { Fields } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { changeCalibration } from './change-calibration.ts';
import { ProblemList } from './ProblemList.tsx';
import type { Problem } from './policy-version.ts';

export type CalibrationEditorProps = {
  useCaseId: string;
  document: PolicyDocument;
  problems: readonly Problem[];
  onChange: (document: PolicyDocument) => void;
};

/** Which map makes a probability of each model version's confidence; a model without one has no calibrated confidence. */
export function CalibrationEditor({ useCaseId, document, problems, onChange }: CalibrationEditorProps) {
  const { data: models } = useSuspenseQuery(modelVersionsQuery(useCaseId));
  const { data: maps } = useSuspenseQuery(mapsQuery(useCaseId));
  const chosen = document.calibration ?? {};
  const rows = models.items
    .filter((model) => model.retiredAt === null || Object.hasOwn(chosen, model.name))
    .map(({ modelVersionId, name }) => ({
      name,
      map: chosen[name],
      // A map of a slice is to look at; a policy uses one for all.
      maps: maps.items.filter((map) => map.modelVersionId === modelVersionId && map.slice === null),
    }))
    .filter((row) => row.maps.length > 0 || row.map !== undefined);
  return (
    <Panel
      title="Calibrated confidence"
      hint="What conditions read as calibrated; for a model version without a map they cannot be evaluated, and it is held"
    >
      {rows.length === 0 ? (
        <p className="soft">
          No model version has a map yet. One is fitted to what people judged, on the{' '}
          <PathLink path={paths.calibration({ useCaseId })}>calibration page</PathLink>.
        </p>
      ) : (
        <Fields>
          {rows.map((row) => (
            <NativeSelect
              key={row.name}
              label={<span className="break">{row.name}</span>}
              value={String(row.map ?? '')}
              data={[
                { value: '', label: 'no map' },
                ...optionsOf(row.maps, row.map).map((option) => ({ ...option, value: String(option.value) })),
              ]}
              onChange={(event) =>
                onChange(changeCalibration(document, row.name, Number(event.currentTarget.value) || null))
              }
            />
          ))}
        </Fields>
      )}
      <ProblemList problems={problems} />
    </Panel>
  );
}

type Option = { value: number; label: string };

/** The maps there are; one that the document names and nobody kept stays visible, and is a problem. */
function optionsOf(
  maps: readonly { number: number; method: string; inForce: boolean }[],
  chosen: number | undefined,
): Option[] {
  const options = maps.map(({ number, method, inForce }) => ({
    value: number,
    label: `map ${number}, ${method}${inForce ? ', in force' : ''}`,
  }));
  const missing = chosen !== undefined && !options.some(({ value }) => value === chosen);
  return missing ? [...options, { value: chosen, label: `map ${chosen}, not there` }] : options;
}
