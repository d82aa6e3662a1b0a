import { Button } from '@mantine/core';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import classes from './UseCase.module.css';
import type { SettingsInHand } from './use-settings.ts';

export type SaveBarProps = { settings: SettingsInHand; mayNot: string | null };

/** Says whether something is unsaved, why it could not be saved, and saves it; stays in sight while there is something. */
export function SaveBar({ settings, mayNot }: SaveBarProps) {
  const { unsaved, saving, error, conflict, wrongLines, undo, saveOnTop } = settings;
  if (conflict) {
    return (
      <div className={classes.conflict} role="alert">
        <span>
          Somebody changed this use case meanwhile. What you changed is still here; only that is saved, the
          rest of theirs stays.
        </span>
        <Button loading={saving} onClick={saveOnTop}>
          Save my changes on top
        </Button>
      </div>
    );
  }
  const because =
    mayNot ?? (unsaved ? (wrongLines ? 'The classes have a problem.' : null) : 'Everything is saved.');
  return (
    <div className={classes.saveArea}>
      {error ? <FailurePanel error={error} title="Not saved; nothing typed is lost." /> : null}
      <div className={classes.save} data-unsaved={unsaved || undefined}>
        <span className="soft">{unsaved ? 'Not saved yet.' : ''}</span>
        {unsaved ? (
          <Button variant="default" onClick={undo}>
            Undo my changes
          </Button>
        ) : null}
        <Button type="submit" loading={saving} disabled={because !== null} title={because ?? undefined}>
          Save settings
        </Button>
      </div>
    </div>
  );
}
