import { readFileSync } from 'node:fs';

export interface Query {
  readonly split: string;
  readonly row: number;
  readonly text: string;
  readonly intent: string;
}

export interface Banking77 {
  readonly intents: readonly string[];
  /** The rows the classifier is fitted on. */
  readonly seed: readonly Query[];
  /** The rows it has never met: the traffic of the demo. */
  readonly unseen: readonly Query[];
}

export function readBanking77(): Banking77 {
  return {
    intents: JSON.parse(readData('categories.json')) as string[], // made by data/copy-banking77.ts
    seed: readQueries('seed.jsonl'),
    unseen: readQueries('unseen.jsonl'),
  };
}

function readQueries(name: string): Query[] {
  const lines = readData(name).trimEnd().split('\n');
  return lines.map((line) => {
    const [split, row, text, intent] = JSON.parse(line) as [string, number, string, string]; // made by data/copy-banking77.ts
    return { split, row, text, intent };
  });
}

function readData(name: string): string {
  return readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8');
}
