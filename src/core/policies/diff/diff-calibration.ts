import type { PolicyDocument } from '../document.ts';
import { added, changed, type PolicyChange, removed } from './policy-change.ts';

export function diffCalibration(from: PolicyDocument, to: PolicyDocument): readonly PolicyChange[] {
  const [before, after] = [mapsOf(from), mapsOf(to)];
  const models = [...new Set([...before.keys(), ...after.keys()])];
  return models.flatMap((model) => {
    const [was, is] = [before.get(model), after.get(model)];
    const at = `/calibration/${model.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (was === is) return [];
    if (was === undefined) return [added(at, `Model version "${model}" is now calibrated, by map ${is}.`)];
    if (is === undefined)
      return [removed(at, `Model version "${model}" is no longer calibrated (before: by map ${was}).`)];
    return [changed(at, `Model version "${model}" is now calibrated by map ${is} (before: by map ${was}).`)];
  });
}

function mapsOf({ calibration = {} }: PolicyDocument): ReadonlyMap<string, number> {
  return new Map(Object.entries(calibration));
}
