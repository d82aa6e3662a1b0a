// Makes the committed files of this folder out of a folder with the published ones. Run it as
//   node src/demo/data/copy-banking77.ts <folder with train.csv, test.csv, categories.json, model_seed_rows.csv>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , from] = process.argv;
if (from === undefined) throw new Error('Name the folder that holds train.csv and test.csv.');
copyBanking77(from, import.meta.dirname);

function copyBanking77(from: string, to: string): void {
  const read = (name: string) => readFileSync(join(from, name), 'utf8');
  const seedRows = new Set(records(read('model_seed_rows.csv')).map(([row]) => Number(row)));
  const train = queries('train', read('train.csv'));
  const test = queries('test', read('test.csv'));
  const isSeed = (row: number) => seedRows.has(row);
  writeLines(join(to, 'seed.jsonl'), train.filter((query) => isSeed(query[1])));
  writeLines(join(to, 'unseen.jsonl'), [...train.filter((query) => !isSeed(query[1])), ...test]);
  writeFileSync(join(to, 'categories.json'), read('categories.json'));
}

function queries(split: string, csv: string): [split: string, row: number, text: string, intent: string][] {
  return records(csv).map(([text, intent], row) => {
    if (text === undefined || intent === undefined) throw new Error(`${split} row ${row} has no two columns.`);
    return [split, row, text.trim().replaceAll(/\s*\n\s*/g, ' '), intent];
  });
}

/** The data records of a CSV file; quoted fields may hold commas, line breaks and doubled quotes. */
function records(csv: string): string[][] {
  const found: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    record.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (record.length > 1 || record[0] !== '') found.push(record);
    record = [];
  }
  return found.slice(1);
}

function writeLines(file: string, lines: readonly unknown[]): void {
  writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}
