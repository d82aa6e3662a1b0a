import { logCheckpoint } from '../../../contract/ledger.ts';
import { CodeView } from '../../ui/CodeView.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import classes from './CheckpointPanel.module.css';
import type { Ledger } from './ledger-status.ts';

/** What somebody outside keeps so that history cannot be changed behind their back. */
export function CheckpointPanel({ ledger: { checkpoint, verifierKey } }: { ledger: Ledger }) {
  return (
    <Panel title="Checkpoint" hint="A signed note: origin, size, root. Keep one elsewhere.">
      {checkpoint ? (
        <div className={classes.parts}>
          <CodeView label="The checkpoint" text={checkpoint.note} />
          <h3>The key it is signed with</h3>
          <CodeView label="The verifier key" text={verifierKey} />
          <h3>Check the whole log from another machine</h3>
          <CodeView
            label="The command"
            text={`npx steerhouse verify ${window.location.origin} --key '${verifierKey}'`}
          />
          <p className="soft">
            The log itself is served under <code>{logCheckpoint.path}</code> in the C2SP tlog-tiles layout.
          </p>
        </div>
      ) : (
        <EmptyState icon="ledger" title="No checkpoint yet">
          It is signed as soon as the first entry has its place.
        </EmptyState>
      )}
    </Panel>
  );
}
