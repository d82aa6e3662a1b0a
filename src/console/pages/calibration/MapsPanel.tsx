import { Button, Checkbox, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { type CalibrationMap, draftWithMap, type Retuned } from '../../../contract/calibration.ts';
import { describeSlice } from '../../../core/use-cases/slice.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { PersonName } from '../../parts/PersonName.tsx';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { numberWords } from '../../ui/words.ts';
import { numberOrDash } from './measure-words.ts';

/** Maps that were kept; one comes into use through a policy that names it, with its thresholds re-tuned. */
export function MapsPanel({ useCaseId, maps }: { useCaseId: string; maps: readonly CalibrationMap[] }) {
  const mayNot = useMissing('policies:write');
  const [drafting, setDrafting] = useState<CalibrationMap | null>(null);
  if (maps.length === 0) return null;
  const columns: readonly TableColumn<CalibrationMap>[] = [
    {
      name: 'Map',
      show: (map) => (
        <>
          {map.number} {map.inForce ? <Mark tone="released">in force</Mark> : null}
        </>
      ),
    },
    { name: 'Model version', show: (map) => <code className="break">{map.model}</code> },
    {
      name: 'Method',
      show: ({ method, slice }) =>
        slice ? `${method}, for ${describeSlice(slice.by, slice.value)}` : method,
    },
    { name: 'Labels', numeric: true, wideOnly: true, show: (map) => numberWords(map.n) },
    {
      name: 'Log-loss saved',
      numeric: true,
      wideOnly: true,
      show: ({ improvement }) => numberOrDash(improvement.value),
    },
    { name: 'By', wideOnly: true, show: (map) => <PersonName name={map.proposedBy} /> },
    { name: 'When', wideOnly: true, show: (map) => <TimeAgo at={map.proposedAt} /> },
    {
      name: 'Action',
      hideName: true,
      show: (map) => (
        <Button
          size="compact-sm"
          variant="default"
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          onClick={() => setDrafting(map)}
        >
          Draft a policy<span className="unseen"> with map {map.number}</span>
        </Button>
      ),
    },
  ];
  return (
    <Panel title="Maps" hint="They never change; a policy names one by its number" flush>
      <DataTable
        label="Calibration maps"
        columns={columns}
        rows={maps}
        rowKey={(map) => map.calibrationMapId}
        maxHeight="22rem"
      />
      {drafting ? (
        <DraftDialog useCaseId={useCaseId} map={drafting} onClose={() => setDrafting(null)} />
      ) : null}
    </Panel>
  );
}

type DraftDialogProps = { useCaseId: string; map: CalibrationMap; onClose: () => void };

function DraftDialog({ useCaseId, map, onClose }: DraftDialogProps) {
  const [shadow, setShadow] = useState(true);
  const queryClient = useQueryClient();
  const draft = useMutation({
    mutationFn: () =>
      client.call(draftWithMap, {
        params: { useCaseId, number: map.number as never }, // a number in the address, written out by the client
        body: { shadow, note: `Calibrated by map ${map.number}` },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['policies'] }),
  });
  return (
    <Modal opened onClose={onClose} title={`A draft with map ${map.number}`}>
      {draft.data ? (
        <Drafted retuned={draft.data.retuned} shadow={draft.data.shadowId !== null} />
      ) : (
        <>
          <p>
            The map changes what every threshold means, so they are moved with it: each releases as much as it
            did before, at the same place of the ranking.
            {map.slice
              ? ` Only the values for ${describeSlice(map.slice.by, map.slice.value)} move; all other decisions stay as they are.`
              : ''}{' '}
            You see every change before anything is published.
          </p>
          <Checkbox
            label="Run the draft beside the policy in force, and compare"
            checked={shadow}
            onChange={(event) => setShadow(event.currentTarget.checked)}
          />
        </>
      )}
      {draft.error ? <FailurePanel error={draft.error} title="No draft was made." /> : null}
      <div style={{ display: 'flex', gap: '0.6rem', justifyContent: 'flex-end', marginTop: '1rem' }}>
        <Button variant="default" onClick={onClose}>
          {draft.data ? 'Stay here' : 'Cancel'}
        </Button>
        {draft.data ? (
          <Button component={PathLink} path={paths.policyVersion(draft.data.draft.policyVersionId)}>
            Open the draft
          </Button>
        ) : (
          <Button loading={draft.isPending} onClick={() => draft.mutate()}>
            Make the draft
          </Button>
        )}
      </div>
    </Modal>
  );
}

function Drafted({ retuned, shadow }: { retuned: readonly Static<typeof Retuned>[]; shadow: boolean }) {
  return (
    <>
      <p>The draft is made{shadow ? ' and runs in shadow' : ''}. What changed with the map:</p>
      <ul>
        {retuned.map((one) => (
          <li key={one.at}>{one.sentence}</li>
        ))}
        {retuned.length === 0 ? <li>No threshold reads the confidence, so none had to move.</li> : null}
      </ul>
    </>
  );
}
