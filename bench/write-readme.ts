import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Figure, ResultFile } from './figure.ts';

const results = new URL('./results/', import.meta.url);

/** Writes bench/README.md from the results there are. */
export function writeReadme(): void {
  const files = readdirSync(results)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, results), 'utf8')) as ResultFile); // written by main.ts
  writeFileSync(new URL('./README.md', import.meta.url), [head, ...files.map(section)].join('\n'));
}

const head = `# Benchmarks

\`npm run bench\` measures all of them, \`npm run bench -- ingest-single claim --rounds 7\` some. Each figure is the median
of its rounds; where a ratio is named, both sides alternate in the same run. The load generator runs on the same cores.
Shared machines are noisy: read the ratios first, then the least and the most, and the load of the machine at the time.
`;

function section({ name, about, at, commit, machine, figures }: ResultFile): string {
  const { cores, memory, node, postgres, load } = machine;
  return `## ${name}

${about}

${at.slice(0, 10)}, commit ${commit}; ${cores} cores, ${memory}, Node ${node}, PostgreSQL ${postgres}, load average ${load}.

| figure | median | least | most | unit | rounds | beside it | goal | met |
|---|--:|--:|--:|---|--:|--:|---|---|
${figures.map(row).join('\n')}
${notes(figures)}`;
}

function row({ id, value, min, max, unit, rounds, baseline, goal }: Figure): string {
  return `| \`${id}\` | ${value} | ${min} | ${max} | ${unit} | ${rounds} | ${baseline ?? ''} | ${goal ?? ''} | ${met(value, goal)} |`;
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
