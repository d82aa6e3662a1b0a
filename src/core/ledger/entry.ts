import { bytesText, textBytes, writeAscii } from './bytes.ts';
import {
  commitmentsText,
  type Fact,
  factsText,
  idsText,
  isEntryTime,
  isPseudonym,
  isUuid,
} from './entry-fields.ts';
import { type EntryKind, isEntryKind } from './kinds.ts';

/** Who did it. People, services and models appear by pseudonym only (`pseudonym.ts`). */
export type EntryActor = { kind: (typeof ACTOR_KINDS)[number]; pseudonym: string };
export const ACTOR_KINDS = ['person', 'service', 'model', 'system'] as const;

/** What a command has to say. Ids, codes and salted commitments only: no entry may hold anything to be erased. */
export type EntryDraft = {
  kind: EntryKind;
  actor: EntryActor;
  /** What it is about, by id: useCase, decision, task, verdict, policyVersion, modelVersion, person, apiKey … */
  about: Readonly<Record<string, string>>;
  /** Codes, whole numbers and flags. Fractions go as integers with the unit in the name (`confidencePpm`). */
  facts?: Readonly<Record<string, Fact>>;
  /** Label to base64 commitment (`commitment.ts`). */
  commitments?: Readonly<Record<string, string>>;
};

/** Which commit wrote an entry, at which place in it, and when (`Date.toISOString`, written out once per commit). */
export type EntryPlace = { commitId: string; index: number; at: string };

/** An entry as read back from the log. */
export type Entry = Required<EntryDraft> & { entryId: string; commitId: string; index: number; at: string };

/** Longest entry in bytes. One commit, one bundle and one proof stay small whatever a caller sends. */
export const LONGEST_ENTRY = 4096;
/** Places in one commit: the most entries one row takes. */
export const MOST_ENTRIES_PER_COMMIT = 4096;

type Refusal = { ok: false; because: string };

/**
 * Encodes an entry: canonical JSON with the keys about, act, c, facts, id, t, ts, v; `c` and `facts` only when not
 * empty.
 *
 * Written by hand and not through `canonicalJson`, because it runs for every decision: since all text is checked
 * against alphabets that need no escaping, joining strings is enough (a test holds both to the same bytes).
 * What it accepts, `decodeEntry` accepts. Complexity: linear in at most 4 KiB, about twice `JSON.stringify`.
 * @example encodeEntry(draft, { commitId, index: 0, at }) // { ok: true, bytes: {"about":{…},…,"v":1} }
 */
export function encodeEntry(draft: EntryDraft, place: EntryPlace): { ok: true; bytes: Uint8Array } | Refusal {
  if (!isEntryTime(place.at)) return { ok: false, because: 'the time is not in UTC milliseconds' };
  if (!isUuid(place.commitId)) return { ok: false, because: 'the commit id is not a UUID' };
  const text = entryText(draft, `${place.commitId}.${place.index}`, place.at);
  if (typeof text !== 'string') return text;
  if (!isIndex(place.index)) return { ok: false, because: `${place.index} is not a place in a commit` };
  return { ok: true, bytes: textBytes(text) };
}

/**
 * Encodes all entries of a commit straight into bundle form, the bytes of its one row: each entry behind its
 * length as two bytes. Time and commit id are checked and written once.
 */
export function encodeCommit(
  drafts: readonly EntryDraft[],
  { commitId, at }: Omit<EntryPlace, 'index'>,
): { ok: true; bytes: Uint8Array } | Refusal {
  if (!isEntryTime(at)) return { ok: false, because: 'the time is not in UTC milliseconds' };
  if (!isUuid(commitId)) return { ok: false, because: 'the commit id is not a UUID' };
  if (drafts.length > MOST_ENTRIES_PER_COMMIT)
    return { ok: false, because: 'too many entries in one commit' };
  const texts: string[] = [];
  let length = 0;
  for (const [index, draft] of drafts.entries()) {
    const text = entryText(draft, `${commitId}.${index}`, at);
    if (typeof text !== 'string') return { ok: false, because: `entry ${index}: ${text.because}` };
    texts.push(text);
    length += 2 + text.length; // ASCII: one byte per character
  }
  return { ok: true, bytes: layOut(texts, length) };
}

/**
 * Strict reading of an entry: what is read, written again, must give the same bytes.
 *
 * That one comparison refuses unknown and doubled keys, spaces, other orders, empty maps and every value outside its
 * alphabet, and it cannot drift away from the writer. Complexity: linear in at most 4 KiB.
 */
export function decodeEntry(bytes: Uint8Array): { ok: true; entry: Entry } | Refusal {
  if (bytes.length > LONGEST_ENTRY) return { ok: false, because: `longer than ${LONGEST_ENTRY} bytes` };
  const text = bytesText(bytes);
  const read = takeApart(text);
  if (!read.ok) return read;
  const again = entryText(read.entry, read.entry.entryId, read.entry.at);
  if (typeof again !== 'string') return again;
  return again === text
    ? read
    : { ok: false, because: 'not in canonical form, or with a key that does not belong' };
}

/**
 * Reads an entry that our own writer wrote, at half the cost: its shape is looked at, its fields are believed. For
 * reactions, which see every decision; who checks the log uses `decodeEntry`.
 */
export function readEntry(bytes: Uint8Array): { ok: true; entry: Entry } | Refusal {
  return takeApart(bytesText(bytes));
}

function takeApart(text: string): { ok: true; entry: Entry } | Refusal {
  const wire = parseObject(text);
  if (!wire) return { ok: false, because: 'not a JSON object' };
  if (wire.v !== 1) return { ok: false, because: 'not version 1' };
  const { id, t: kind, ts: at, act, about, facts = {}, c: commitments = {} } = wire;
  const place = typeof id === 'string' ? parseEntryId(id) : null;
  if (!place) return { ok: false, because: 'the id is not a commit and a place in it' };
  if (typeof at !== 'string' || !isEntryTime(at))
    return { ok: false, because: 'the time is not in UTC milliseconds' };
  if (!isMap(act) || !isMap(about)) return { ok: false, because: 'act or about is missing' };
  if (!isMap(facts) || !isMap(commitments)) {
    return { ok: false, because: 'facts or commitments are not an object' };
  }
  const { entryId, commitId, index } = place;
  const actor = { kind: act.k, pseudonym: act.p };
  // Only a claim: the strict reader has the writer check every field of it.
  const entry = { kind, actor, about, facts, commitments, entryId, commitId, index, at } as Entry;
  return { ok: true, entry };
}

/** Splits the id of an entry; `null` when it is not one. Receipts are looked up by the two halves. */
export function parseEntryId(entryId: string): { entryId: string; commitId: string; index: number } | null {
  const parts = /^([0-9a-f-]{36})\.(0|[1-9]\d{0,3})$/.exec(entryId);
  if (!parts) return null;
  const [, commitId = '', index = ''] = parts;
  return isUuid(commitId) && isIndex(Number(index)) ? { entryId, commitId, index: Number(index) } : null;
}

/**
 * The text of an entry, all checks included; both the writer and the strict reader go through here.
 *
 * The keys are in canonical order in the template itself, so only the maps need sorting. Nothing is escaped, because
 * every field is held to an alphabet without quotes, backslashes and control characters (`entry-fields.ts`).
 */
function entryText(draft: EntryDraft, id: string, ts: string): string | Refusal {
  const { kind, actor } = draft;
  if (!isEntryKind(kind)) return { ok: false, because: `${String(kind)} is not a kind of entry` };
  if (!isActor(actor)) return { ok: false, because: 'the actor has no kind and pseudonym' };
  const about = idsText(draft.about);
  if (!about.ok) return { ok: false, because: `about ${about.because}` };
  const facts = factsText(draft.facts);
  if (!facts.ok) return { ok: false, because: `fact ${facts.because}` };
  const c = commitmentsText(draft.commitments);
  if (!c.ok) return { ok: false, because: `commitment ${c.because}` };
  const committed = c.text === '{}' ? '' : `"c":${c.text},`;
  const stated = facts.text === '{}' ? '' : `"facts":${facts.text},`;
  const act = `{"k":"${actor.kind}","p":"${actor.pseudonym}"}`;
  const text = `{"about":${about.text},"act":${act},${committed}${stated}"id":"${id}","t":"${kind}","ts":"${ts}","v":1}`;
  if (text.length > LONGEST_ENTRY) return { ok: false, because: `longer than ${LONGEST_ENTRY} bytes` };
  return text;
}

/** Bundle form, as `encodeBundle` would write it, without an array per entry. */
function layOut(texts: readonly string[], length: number): Uint8Array {
  const bundle = new Uint8Array(length);
  let at = 0;
  for (const text of texts) {
    bundle[at] = text.length >> 8;
    bundle[at + 1] = text.length;
    writeAscii(text, bundle, at + 2);
    at += 2 + text.length;
  }
  return bundle;
}

function isActor({ kind, pseudonym }: EntryActor): boolean {
  return ACTOR_KINDS.includes(kind) && isPseudonym(pseudonym);
}

function isIndex(index: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < MOST_ENTRIES_PER_COMMIT;
}

type Wire = { readonly [key: string]: unknown };

function isMap(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseObject(text: string): Wire | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : null;
  } catch {
    return null; // not JSON is one of the expected answers
  }
}
