import type { Static } from 'typebox';
import type { TimelineEvent } from '../../../contract/decisions.ts';
import type { Entry } from '../../../core/ledger/entry.ts';
import type { Db } from '../../../db/database.ts';
import { namesByPseudonym } from '../../access/names-by-pseudonym.ts';
import type { EntryPointer } from '../../ledger/append-entries.ts';
import { entriesAbout } from '../../ledger/reading/entries-about.ts';
import { sentenceOf } from './timeline-sentence.ts';

type Event = Static<typeof TimelineEvent>;

/** Everything that happened to a decision, oldest first, each with its ledger entry. */
export async function timelineOf(
  db: Db,
  { decisionId, recorded }: { decisionId: string; recorded: EntryPointer },
): Promise<Event[]> {
  const [entries, names] = await Promise.all([
    entriesAbout(db, decisionId, [recorded]),
    namesByPseudonym(db),
  ]);
  return entries.map(({ entry, position }) => {
    const known = names.get(entry.actor.pseudonym);
    return {
      entryId: entry.entryId,
      kind: entry.kind,
      at: entry.at,
      actor: {
        kind: entry.actor.kind,
        name: nameOf(entry, known?.name),
        simulated: known?.simulated ?? false,
      },
      sentence: sentenceOf(entry),
      position,
    };
  });
}

function nameOf({ actor }: Entry, known: string | undefined): string | null {
  if (known !== undefined) return known;
  return actor.kind === 'system' ? actor.pseudonym : null;
}
