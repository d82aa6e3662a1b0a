// Makes the committed files of this folder out of the published one. Run it as
//   node bench/routing/data/copy-clinc150.ts <folder with data_full.json>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Twenty questions an intent leave a model that is right four times in five, as many models in use are. */
const learnedPerIntent = 20;

type Row = readonly [text: string, intent: string];
type Line = readonly [part: string, row: number, text: string, intent: string];

const [, , from] = process.argv;
if (from === undefined) throw new Error('Name the folder that holds data_full.json.');
copyClinc150(from, import.meta.dirname);

function copyClinc150(from: string, to: string): void {
  const parts = JSON.parse(readFileSync(join(from, 'data_full.json'), 'utf8')) as Record<string, Row[]>; // as published
  const lines = (part: string): Line[] =>
    (parts[part] ?? []).map(([text, intent], row) => [part, row, text, intent]);
  writeLines(join(to, 'learn.jsonl'), firstOfEach(lines('train')));
  writeLines(join(to, 'unseen.jsonl'), [...lines('val'), ...lines('test')]);
  writeLines(join(to, 'out-of-scope.jsonl'), ['oos_train', 'oos_val', 'oos_test'].flatMap(lines));
}

function firstOfEach(lines: readonly Line[]): Line[] {
  const counts = new Map<string, number>();
  return lines.filter(([, , , intent]) => {
    const before = counts.get(intent) ?? 0;
    counts.set(intent, before + 1);
    return before < learnedPerIntent;
  });
}

function writeLines(file: string, lines: readonly unknown[]): void {
  writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}
