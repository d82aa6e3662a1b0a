import type { FuzzRequest } from './make-request.ts';

export type Fault = { because: string; actor: string; request: FuzzRequest };

type Counts = {
  sent: number;
  done: number;
  refused: number;
  away: number;
  faults: number;
  slowestMs: number;
  codes: Map<string, number>;
};

/** What was sent and what came of it, by operation. */
export class Tally {
  readonly #byOperation = new Map<string, Counts>();
  readonly faults: Fault[] = [];

  count(
    operationId: string,
    { status, tookMs, code }: { status: number; tookMs: number; code?: string },
  ): void {
    const counts = this.#of(operationId);
    counts.sent += 1;
    if (code) counts.codes.set(code, (counts.codes.get(code) ?? 0) + 1);
    counts.slowestMs = Math.max(counts.slowestMs, tookMs);
    if (status === 503) counts.away += 1;
    else if (status >= 400) counts.refused += 1;
    else if (status > 0) counts.done += 1;
  }

  blame(fault: Fault): void {
    this.#of(fault.request.operation.id).faults += 1;
    this.faults.push(fault);
  }

  get sent(): number {
    return [...this.#byOperation.values()].reduce((sum, { sent }) => sum + sent, 0);
  }

  /** Operations that never once succeeded: the fuzzer did not get past their door. */
  get neverDone(): string[] {
    return [...this.#byOperation].filter(([, { done }]) => done === 0).map(([id]) => id);
  }

  table(): string {
    const rows = [...this.#byOperation].map(([id, it]) =>
      [
        id,
        it.sent,
        it.done,
        it.refused,
        it.away,
        it.faults,
        Math.round(it.slowestMs),
        commonest(it.codes),
      ].map(String),
    );
    const titles = [
      'operation',
      'sent',
      'done',
      'refused',
      '503',
      'faults',
      'slowest ms',
      'mostly refused by',
    ];
    const all = [titles, ...rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))];
    const widths = titles.map((_, i) => Math.max(...all.map((cells) => cells[i]?.length ?? 0)));
    const cellAt = (cell: string, i: number) =>
      /^\d+$/.test(cell) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0);
    return all.map((cells) => cells.map(cellAt).join('  ').trimEnd()).join('\n');
  }

  #of(operationId: string): Counts {
    const found = this.#byOperation.get(operationId);
    if (found) return found;
    const fresh = { sent: 0, done: 0, refused: 0, away: 0, faults: 0, slowestMs: 0, codes: new Map() };
    this.#byOperation.set(operationId, fresh);
    return fresh;
  }
}

function commonest(codes: ReadonlyMap<string, number>): string {
  const sorted = [...codes].sort(([, a], [, b]) => b - a);
  return sorted
    .slice(0, 3)
    .map(([code, times]) => `${code} ${times}`)
    .join(', ');
}

/** Bare 500s and bad answers are told apart by operation, the rest by what is wrong. */
function kindOf(because: string, operationId: string): string {
  const kind = because.slice(0, 60);
  return /^(status 500|an answer)/.test(because) ? `${operationId} ${kind}` : kind;
}

/** Each kind of fault once, with how often and one request that shows it. */
export function faultText(faults: readonly Fault[]): string {
  const kinds = Map.groupBy(faults, ({ request, because }) => kindOf(because, request.operation.id));
  return [...kinds.values()]
    .map((same) => {
      const { because, actor, request } = same[0]!; // a group has one at least
      const headers = Object.entries(request.headers).map(
        ([name, value]) => `    ${name}: ${value.slice(0, 200)}`,
      );
      const body = request.body ? [`    ${JSON.stringify(request.body.toString('utf8').slice(0, 700))}`] : [];
      const head = `${request.operation.id} (${same.length} times): ${because}`;
      return [
        head,
        `  as ${actor}: ${request.method} ${request.target.slice(0, 400)}`,
        ...headers,
        ...body,
      ].join('\n');
    })
    .join('\n\n');
}
