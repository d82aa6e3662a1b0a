import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  importValidationSet,
  removeValidationSet,
  type ValidationSet,
} from '../../../contract/validation-sets.ts';
import { problemFrom, send } from '../../../sdk/client.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { Confirm } from '../../ui/Confirm.tsx';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { say } from '../../ui/say.ts';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { numberWords, plural } from '../../ui/words.ts';

export type ValidationSetsPanelProps = {
  useCaseId: string;
  modelVersionId: string;
  sets: readonly ValidationSet[];
};

/** Labelled rows from elsewhere, so that calibration can begin before traffic does. */
export function ValidationSetsPanel({ useCaseId, modelVersionId, sets }: ValidationSetsPanelProps) {
  const mayNot = useMissing('calibration:write');
  const go = useGo();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['calibration', useCaseId] });
  const [removing, setRemoving] = useState<ValidationSet | null>(null);
  const bring = useMutation({
    mutationFn: (file: File) => importFile(useCaseId, modelVersionId, file),
    onSuccess: async (set) => {
      say(`${plural(set.rows, 'row')} imported as “${set.name}”.`);
      await refresh();
      const { validationSetId } = set;
      await go(paths.calibration({ useCaseId, modelVersionId, source: 'validation', validationSetId }));
    },
  });
  const kept = sets.filter((set) => set.modelVersionId === modelVersionId && !set.removedAt);
  const columns: readonly TableColumn<ValidationSet>[] = [
    { name: 'Name', show: (set) => <span className="break">{set.name}</span> },
    { name: 'Rows', numeric: true, show: (set) => numberWords(set.rows) },
    { name: 'Wrong', numeric: true, wideOnly: true, show: (set) => numberWords(set.wrong) },
    { name: 'Imported', wideOnly: true, show: (set) => <TimeAgo at={set.importedAt} /> },
    {
      name: 'Action',
      hideName: true,
      show: (set) => (
        <Button
          size="compact-sm"
          variant="default"
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          onClick={() => setRemoving(set)}
        >
          Remove<span className="unseen"> {set.name}</span>
        </Button>
      ),
    },
  ];
  return (
    <Panel
      title="Validation sets"
      hint="CSV or NDJSON with confidence, and correct or label and truth; metadata.<field> where you slice by it"
      actions={<ImportButton mayNot={mayNot} busy={bring.isPending} onFile={(file) => bring.mutate(file)} />}
    >
      {bring.error ? <FailurePanel error={bring.error} title="Nothing was imported." /> : null}
      {kept.length > 0 ? (
        <DataTable
          label="Validation sets"
          columns={columns}
          rows={kept}
          rowKey={(set) => set.validationSetId}
        />
      ) : (
        <p className="soft">
          None for this model version. All rows are taken, or none if one of them is bad.
        </p>
      )}
      {removing ? <RemoveDialog set={removing} onDone={refresh} onClose={() => setRemoving(null)} /> : null}
    </Panel>
  );
}

type RemoveDialogProps = { set: ValidationSet; onDone: () => Promise<void>; onClose: () => void };

function RemoveDialog({ set, onDone, onClose }: RemoveDialogProps) {
  const remove = useMutation({
    mutationFn: () => client.call(removeValidationSet, { params: { validationSetId: set.validationSetId } }),
    onSuccess: async () => {
      onClose();
      await onDone();
    },
  });
  return (
    <Confirm
      opened
      title={`Remove ${set.name}?`}
      action="Remove"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>Its rows are deleted. Maps that were fitted on it stay as they are.</p>
      {remove.error ? <FailurePanel error={remove.error} title="Not removed." /> : null}
    </Confirm>
  );
}

type ImportButtonProps = { mayNot: string | null; busy: boolean; onFile: (file: File) => void };

function ImportButton({ mayNot, busy, onFile }: ImportButtonProps) {
  return (
    <FileButton
      accept=".csv,.jsonl,.ndjson,text/csv,application/x-ndjson"
      onChange={(file) => file && onFile(file)}
    >
      {(props) => (
        <Button
          {...props}
          size="xs"
          variant="default"
          leftSection={<Icon name="plus" size={16} />}
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          loading={busy}
        >
          Import a file
        </Button>
      )}
    </FileButton>
  );
}

/** Sends the file as it is; the server reads it and names every bad row. */
async function importFile(useCaseId: string, modelVersionId: string, file: File): Promise<ValidationSet> {
  const type = /\.(jsonl|ndjson)$/i.test(file.name) ? 'application/x-ndjson' : 'text/csv';
  const response = await send(client.options, importValidationSet, {
    params: { useCaseId },
    query: { modelVersionId, name: file.name.replace(/\.[a-z]+$/i, '').slice(0, 200) || 'import' },
    raw: { type, text: await file.text() },
  });
  if (!response.ok) throw await problemFrom(response);
  return (await response.json()) as ValidationSet; // the server serialises by this schema
}
