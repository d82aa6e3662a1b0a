import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Figure, ResultFile } from './figure.ts';

const results = new URL('./results/', import.meta.url);

/** Writes bench/README.md from the results there are. */
export function writeReadme(): void {
  const files = readdirSync(results)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, results), 'utf8')) as ResultFile); // written by main.ts
  writeFileSync(
    new URL('./README.md', import.meta.url),
    [head, missed(files), ...files.map(section)].join('\n'),
  );
}

const head = `# Benchmarks

\`npm run bench\` measures all of them, \`npm run bench -- ingest-single claim --rounds 7\` some. Each figure is the median
of its rounds; where a ratio is named, both sides alternate in the same run. The load generator runs on the same cores.
Shared machines are noisy: read the ratios first, then the least and the most, and the load of the machine at the time.
`;

/** What does not reach its goal yet, and why: the shares are in the tables of `profile`. */
function missed(files: readonly ResultFile[]): string {
  const figures = files
    .flatMap((file) => file.figures)
    .filter(({ value, goal }) => met(value, goal) === 'no');
  if (figures.length === 0) return '';
  return `## Goals not met

${figures.map(({ id, value, unit, goal }) => `- \`${id}\`: ${value} ${unit}, goal ${goal}`).join('\n')}

Where the time goes is measured by \`profile\` below. **Single decisions**: the 64 callers wait for their answers, so there are
never more than 64 to write, and they fall into two batches of 32 that take turns: while one is in the database, the other is being
answered and read. The main thread waits for PostgreSQL about a third of its time. Of the rest, sockets and Fastify take half, which is
what the echo costs as well; recording (routing, draw, commitments, entries, statement) takes a fifth. PostgreSQL spends about half a
millisecond on a statement whatever its size, which small batches feel. An HTTP parser of our own would save about 25 µs a decision; it
was decided against for its risk (docs/decisions/0007-fastify.md). **Lines**: the main thread is busy nearly all the time; parsing and
checking, recording, garbage collection and the ledger's reading of its own entries are of one size. **The ledger**: building the
entries, writing 660 bytes of them, reading them twice (for the tree, and for reactions) and hashing them, on the same two cores. **Claims**: most of
their time is PostgreSQL planning two statements anew for each claim; the queue's length does not matter.
`;
}

function section({ name, about, at, commit, machine, figures }: ResultFile): string {
  const { cores, memory, node, postgres, load } = machine;
  const spread = figures.some(({ middle }) => middle);
  return `## ${name}

${about}

${at.slice(0, 10)}, commit ${commit}; ${cores} cores, ${memory}, Node ${node}, PostgreSQL ${postgres}, load average ${load}.

| figure | median | least | most |${spread ? ' nine in ten |' : ''} unit | rounds | beside it | goal | met |
|---|--:|--:|--:|${spread ? '---|' : ''}---|--:|--:|---|---|
${figures.map((figure) => row(figure, spread)).join('\n')}
${notes(figures)}`;
}

function row({ id, value, min, max, middle, unit, rounds, baseline, goal }: Figure, spread: boolean): string {
  const between = spread ? ` ${middle ? middle.join(' to ') : ''} |` : '';
  return `| \`${id}\` | ${value} | ${min} | ${max} |${between} ${unit} | ${rounds} | ${baseline ?? ''} | ${goal ?? ''} | ${met(value, goal)} |`;
}

function met(value: number, goal: string | undefined): string {
  const parts = /^(<=|>=) ([\d.]+)$/.exec(goal ?? '');
  if (!parts) return '';
  const limit = Number(parts[2]);
  return (parts[1] === '<=' ? value <= limit : value >= limit) ? 'yes' : 'no';
}

function notes(figures: readonly Figure[]): string {
  return figures.flatMap(({ id, note }) => (note ? [`\n\`${id}\`: ${note}\n`] : [])).join('');
}
