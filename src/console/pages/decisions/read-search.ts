import { decisionStates } from '../../../core/decisions/life.ts';
import { routeKinds } from '../../../core/policies/document.ts';
import { numberIn, oneOfIn, textIn, timeIn, uuidIn, yesNoIn } from '../../search.ts';

export const routes = routeKinds;

export type DecisionSearch = ReturnType<typeof readDecisionSearch>;

/** The filters of the decision list, as the address says them. */
export function readDecisionSearch(raw: Readonly<Record<string, unknown>>) {
  return {
    useCaseId: uuidIn(raw, 'useCaseId'),
    state: oneOfIn(raw, 'state', decisionStates),
    route: oneOfIn(raw, 'route', routes),
    modelVersionId: uuidIn(raw, 'modelVersionId'),
    label: textIn(raw, 'label'),
    confidenceFrom: shareIn(raw, 'confidenceFrom'),
    confidenceBelow: shareIn(raw, 'confidenceBelow'),
    from: timeIn(raw, 'from'),
    before: timeIn(raw, 'before'),
    audited: yesNoIn(raw, 'audited'),
    standingApprovalId: uuidIn(raw, 'standingApprovalId'),
    metadataField: textIn(raw, 'metadataField'),
    metadataValue: textIn(raw, 'metadataValue'),
    cursor: textIn(raw, 'cursor'),
  };
}

/** How many filters are set; the place in the list is none. */
export function countFilters({ cursor: _place, metadataValue: _half, ...filters }: DecisionSearch): number {
  return Object.values(filters).filter((value) => value !== undefined).length;
}

function shareIn(raw: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = numberIn(raw, name);
  return value === undefined || value < 0 || value > 1 ? undefined : value;
}
