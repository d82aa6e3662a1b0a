import { createHash } from 'node:crypto';
import type { ValidationRow } from '../../../core/feedback/validation-row.ts';

/** Rows as they are stored: columns of some thousands. */
export type PackedChunk = {
  readonly rows: number;
  readonly confidence: Buffer;
  readonly correct: Buffer;
  readonly labels: string;
  readonly metadata: string;
};

export type PackedRows = {
  readonly chunks: readonly PackedChunk[];
  readonly rows: number;
  readonly wrong: number;
  /** Whether any row says which class the model chose. */
  readonly labelled: boolean;
  readonly metadataFields: readonly string[];
  readonly sha256: Buffer;
};

/** A chunk of 10 000 rows is 90 KB and its metadata: read in a few milliseconds. */
const chunkRows = 10_000;

export type Packer = { add(row: ValidationRow): void; rows(): number; finish(): PackedRows };

/** Packs rows as they come; a million without metadata take 9 MB. */
export function openPacker(): Packer {
  const chunks: PackedChunk[] = [];
  const fields = new Set<string>();
  const hash = createHash('sha256');
  let [waiting, wrong, labelled]: [ValidationRow[], number, boolean] = [[], 0, false];

  function pack(): void {
    if (waiting.length === 0) return;
    const chunk = chunkOf(waiting);
    for (const part of [chunk.confidence, chunk.correct, chunk.labels, chunk.metadata]) hash.update(part);
    chunks.push(chunk);
    waiting = [];
  }

  return {
    add(row) {
      waiting.push(row);
      wrong += row.correct ? 0 : 1;
      labelled ||= row.label !== null;
      for (const name of Object.keys(row.metadata)) fields.add(name);
      if (waiting.length === chunkRows) pack();
    },
    rows: () => chunks.length * chunkRows + waiting.length,
    finish() {
      pack();
      const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
      return { chunks, rows, wrong, labelled, metadataFields: [...fields].sort(), sha256: hash.digest() };
    },
  };
}

function chunkOf(rows: readonly ValidationRow[]): PackedChunk {
  const confidence = Buffer.alloc(rows.length * 8);
  for (const [place, row] of rows.entries()) confidence.writeDoubleLE(row.confidence, place * 8);
  return {
    rows: rows.length,
    confidence,
    correct: Buffer.from(rows.map(({ correct }) => (correct ? 1 : 0))),
    labels: JSON.stringify(rows.map(({ label }) => label)),
    metadata: JSON.stringify(rows.map(({ metadata }) => metadata)),
  };
}
