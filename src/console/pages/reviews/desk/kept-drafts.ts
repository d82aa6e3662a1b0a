import type { Claim } from '../../../../contract/reviews.ts';
import { type Draft, isBlank, readDraft } from './draft.ts';

// The browser's copy of drafts lives as long as the tab: it survives a reload and a server that is away, and leaves no
// payload behind on a shared machine.

/** The draft for a claimed item: what this tab has is at least as new as what the server has. */
export function keptDraft({ item }: Claim): Draft {
  return readDraft(readStored(item.taskId) ?? item.draft);
}

export function keepHere(taskId: string, draft: Draft): void {
  try {
    if (isBlank(draft)) sessionStorage.removeItem(place(taskId));
    else sessionStorage.setItem(place(taskId), JSON.stringify(draft));
  } catch {
    // A full or forbidden storage leaves the server's copy.
  }
}

export function forgetHere(taskId: string): void {
  try {
    sessionStorage.removeItem(place(taskId));
  } catch {
    // As above.
  }
}

function readStored(taskId: string): Record<string, unknown> | null {
  try {
    const text = sessionStorage.getItem(place(taskId));
    return text ? (JSON.parse(text) as Record<string, unknown>) : null; // written by keepHere; readDraft checks each part
  } catch {
    return null;
  }
}

function place(taskId: string): string {
  return `steerhouse.draft.${taskId}`;
}
