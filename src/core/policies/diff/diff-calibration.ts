import { pointer } from '../checks/pointer.ts';
import type { PolicyDocument } from '../document.ts';
import { describeMaps, generalMap, type MapChoice, namedMaps } from '../map-choice.ts';
import { added, changed, type PolicyChange, removed } from './policy-change.ts';

export function diffCalibration(from: PolicyDocument, to: PolicyDocument): readonly PolicyChange[] {
  const [before, after] = [mapsOf(from), mapsOf(to)];
  const models = [...new Set([...before.keys(), ...after.keys()])];
  return models.flatMap((model) => {
    const [was, is] = [before.get(model), after.get(model)];
    const at = `/calibration/${pointer(model)}`;
    if (was === is) return [];
    if (was === undefined) return [added(at, `Model version "${model}" is now calibrated, by ${is}.`)];
    if (is === undefined)
      return [removed(at, `Model version "${model}" is no longer calibrated (before: by ${was}).`)];
    return [changed(at, `Model version "${model}" is now calibrated by ${is} (before: by ${was}).`)];
  });
}

function mapsOf({ calibration = {} }: PolicyDocument): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(calibration).map(([model, choice]) => [model, describeMaps(ordered(choice))]),
  );
}

/** The order in which slices stand means nothing, and neither does a parting without slices. */
function ordered(choice: MapChoice): MapChoice {
  if (typeof choice === 'number') return choice;
  const sorted = namedMaps(choice).flatMap(({ number, slice }) =>
    slice ? [[slice.value, number] as const] : [],
  );
  sorted.sort(([one], [other]) => (one < other ? -1 : 1));
  const general = generalMap(choice);
  const bySlice = { by: choice.bySlice.by, values: Object.fromEntries(sorted) };
  return { ...(general === null ? {} : { map: general }), bySlice };
}
