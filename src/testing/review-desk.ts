// A desk for tests about reviewing: people, a use case, and tasks as recording would have opened them.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Person } from '../core/access/actor.ts';
import type { PersonRole } from '../core/access/permissions.ts';
import { encodePayloadBlock, type Payload } from '../core/decisions/payload-block.ts';
import type { TaskPurpose } from '../core/reviews/task-life.ts';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import {
  type NewTask,
  openAnyTasksFragment,
  openAnyTasksValues,
  ordinaryTask,
} from '../features/reviews/open-tasks.ts';
import { readConfig } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import { openLog } from '../platform/log.ts';
import { uuidv7 } from '../platform/uuidv7.ts';

/** When the desk opens; tests count their time from here. */
export const opening = Date.UTC(2026, 0, 5, 9);

export type Desk = {
  db: Database;
  deps: Deps;
  useCaseId: string;
  /** A time so many seconds after opening. */
  after(seconds: number): Date;
  person(name: string, roles?: PersonRole[], more?: PersonSettings): Promise<Person>;
  useCase(settings?: UseCaseSettings): Promise<string>;
  /** Opens tasks in one commit; they are due a second after each other. */
  open(count: number, as?: OpenAs): Promise<NewTask[]>;
};

export type UseCaseSettings = {
  name?: string;
  outputKind?: 'class' | 'text';
  undoSeconds?: number;
  leaseSeconds?: number;
};
export type PersonSettings = { simulated?: boolean; qualifications?: string[] };
export type OpenAs = Partial<Pick<NewTask, 'judgements' | 'blind' | 'qualification'>> & {
  useCaseId?: string;
  tier?: 1 | 2;
  purpose?: TaskPurpose;
  atSeconds?: number;
  dueSeconds?: number;
  output?: unknown;
  label?: string | null;
};

export async function openDesk(db: Database, settings: UseCaseSettings = {}): Promise<Desk> {
  const config = readConfig({});
  if (!config.ok) throw new Error(config.problems.join(' '));
  const deps: Deps = {
    db,
    clock: { now: () => new Date(opening) },
    config: config.config,
    log: openLog('silent'),
  };
  const owner = await insertPerson(db, 'Olga Owner', ['policy-owner'], {});
  const useCaseId = await insertUseCase(db, owner, settings);
  return {
    db,
    deps,
    useCaseId,
    after: (seconds) => new Date(opening + seconds * 1000),
    person: (name, roles = ['reviewer'], more = {}) => insertPerson(db, name, roles, more),
    useCase: (more = {}) => insertUseCase(db, owner, more),
    open: (count, as = {}) => openTasks(db, count, { useCaseId, ...as }),
  };
}

/** A desk on a database without any work left from the test before. */
export async function freshDesk(db: Database, settings: UseCaseSettings = {}): Promise<Desk> {
  await db.run({
    text: `truncate task, slot, lease, verdict, draft, decision, payload_block, use_case, model_version, policy_version,
      ledger_commit, ledger_subject cascade`,
    values: [],
  });
  return openDesk(db, settings);
}

async function insertPerson(
  db: Database,
  name: string,
  roles: PersonRole[],
  { simulated = false, qualifications = [] }: PersonSettings,
): Promise<Person> {
  const personId = uuidv7(opening);
  await db.run(sql`
    insert into person (person_id, email, name, roles, qualifications, simulated, created_at)
    values (${personId}, ${`${personId}@example.org`}, ${name}, ${roles}, ${qualifications}, ${simulated},
      ${new Date(opening)})`);
  return { kind: 'person', personId, sessionId: randomUUID(), name, roles, qualifications, simulated };
}

async function insertUseCase(db: Database, owner: Person, settings: UseCaseSettings): Promise<string> {
  const useCaseId = uuidv7(opening);
  const outputKind = settings.outputKind ?? 'class';
  const classes = outputKind === 'class' ? ['refund', 'card-lost', 'fees'] : [];
  await db.run(sql`
    insert into use_case (use_case_id, slug, name, owner_id, risk_class, output_kind, classes, reason_codes, guideline,
      undo_seconds, lease_seconds, created_at)
    values (${useCaseId}, ${`desk-${useCaseId}`}, ${settings.name ?? 'Banking intents'}, ${owner.personId}, 'limited',
      ${outputKind}, ${JSON.stringify(classes.map((name) => ({ name, impact: 1 })))},
      ${JSON.stringify([{ code: 'wrong-class', label: 'Wrong class' }])}, 'Read twice.', ${settings.undoSeconds ?? 5},
      ${settings.leaseSeconds ?? 600}, ${new Date(opening)})`);
  await db.run(sql`
    insert into model_version (model_version_id, use_case_id, name, registered_at)
    values (${uuidv7(opening)}, ${useCaseId}, 'linear-1', ${new Date(opening)})`);
  const document = { rules: [{ name: 'Everything', when: 'true', route: { kind: 'hold' } }] };
  await db.run(sql`
    insert into policy_version (policy_version_id, use_case_id, version, state, document, document_hash, created_by,
      changed_by, writers, created_at, changed_at, published_by, published_at)
    values (${uuidv7(opening)}, ${useCaseId}, 1, 'published', ${JSON.stringify(document)}, ${Buffer.alloc(32)},
      ${owner.personId}, ${owner.personId}, ${[owner.personId]}, ${new Date(opening)}, ${new Date(opening)}, ${owner.personId}, ${new Date(opening)})`);
  return useCaseId;
}

async function openTasks(
  db: Database,
  count: number,
  as: OpenAs & { useCaseId: string },
): Promise<NewTask[]> {
  const openedAtMs = opening + (as.atSeconds ?? 0) * 1000;
  const tasks = Array.from(
    { length: count },
    (_, index): NewTask => ({
      taskId: uuidv7(openedAtMs),
      decisionId: uuidv7(openedAtMs),
      useCaseId: as.useCaseId,
      purpose: as.purpose ?? 'approval',
      tier: as.tier ?? 1,
      judgements: as.judgements ?? ordinaryTask.judgements,
      blind: as.blind ?? false,
      qualification: as.qualification ?? null,
      openedAtMs,
      dueAtMs: openedAtMs + ((as.dueSeconds ?? 3600) + index) * 1000,
    }),
  );
  const commitId = uuidv7(openedAtMs);
  const label = as.label === undefined ? 'refund' : as.label;
  await db.atomically(async (tx) => {
    const insert = openAnyTasksFragment(1, 'true');
    const values = openAnyTasksValues(tasks);
    await tx.run({ text: `with opened as (${insert.task}) ${insert.slot}`, values });
    await tx.run(sql`
      insert into payload_block (commit_id, decision_count, body)
      values (${commitId}, ${count}, ${encodePayloadBlock(tasks.map(() => payloadOf(as.output ?? label)))})`);
    await tx.run(sql`
      insert into decision (decision_id, use_case_id, model_version_id, policy_version_id, route, rule_index, state,
        predicted_class, confidence, stratum, inclusion_probability, audited, metadata, task_id,
        recorded_at, commit_id, entry_index)
      select given.decision_id, model_version.use_case_id, model_version_id, policy_version_id, 'hold', 0, 'held',
        ${label}::text, 0.7, 'hold', 1, false, '{"channel":"chat"}', given.task_id,
        ${new Date(openedAtMs)}, ${commitId}, given.place - 1
      from unnest(${tasks.map((task) => task.decisionId)}::uuid[], ${tasks.map((task) => task.taskId)}::uuid[])
        with ordinality as given (decision_id, task_id, place)
      join model_version on model_version.use_case_id = ${as.useCaseId}
      join policy_version on policy_version.use_case_id = ${as.useCaseId}`);
  });
  return tasks;
}

function payloadOf(output: unknown): Payload {
  return {
    inputSalt: randomBytes(32),
    outputSalt: randomBytes(32),
    input: Buffer.from(JSON.stringify('I want my money back')),
    output: Buffer.from(JSON.stringify(output)),
    more: Buffer.from(JSON.stringify({ probabilities: { refund: 0.7, fees: 0.3 } })),
  };
}

/** Kinds and facts of the entries not yet integrated, oldest commit first. */
export async function entriesWritten(
  db: Database,
): Promise<
  { id: string; kind: string; about: Record<string, string>; facts: Record<string, unknown>; c: string[] }[]
> {
  const rows = await db.rows<{ entries: Buffer }>(
    sql`select entries from ledger_commit order by written_at, commit_id`,
  );
  return rows.flatMap(({ entries }) => {
    const read = [];
    for (let at = 0; at < entries.length; ) {
      const length = entries.readUInt16BE(at);
      const entry = JSON.parse(entries.subarray(at + 2, at + 2 + length).toString());
      read.push({
        id: entry.id,
        kind: entry.t,
        about: entry.about,
        facts: entry.facts ?? {},
        c: Object.keys(entry.c ?? {}),
      });
      at += 2 + length;
    }
    return read;
  });
}
