import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paths, readSearch } from '../../paths.ts';
import { localField } from './local-field.ts';
import { countFilters, readDecisionSearch } from './read-search.ts';

const id = '0198c0de-0000-7000-8000-000000000001';

test('every filter survives the way into the address and back', () => {
  const search = readDecisionSearch({
    useCaseId: id,
    state: 'held',
    route: 'hold',
    modelVersionId: id,
    label: 'card_arrival',
    confidenceFrom: '0.2',
    confidenceBelow: '0.85',
    from: '2026-01-02T03:04:00.000Z',
    before: '2026-01-03T03:04:00.000Z',
    audited: 'false',
    standingApprovalId: id,
    metadataField: 'country',
    metadataValue: 'DE',
    cursor: 'abc',
  });
  const back = readDecisionSearch(readSearch(paths.decisions(search).split('?')[1] ?? ''));
  assert.deepEqual(back, search);
  assert.equal(countFilters(search), 12);
});

test('what no filter can be is left out instead of being sent to the server', () => {
  const search = readDecisionSearch({
    state: 'lost',
    route: 'away',
    confidenceBelow: '2',
    confidenceFrom: 'much',
  });
  assert.equal(countFilters(search), 0);
});

test('a date field shows the moment in local time, and reads back as the same moment', () => {
  const at = '2026-06-02T03:04:00.000Z';
  assert.equal(new Date(localField(at)).toISOString(), at);
  assert.equal(localField(undefined), '');
});
