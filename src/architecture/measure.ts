// The size budget, counted.
import type { SourceFile } from './read-file.ts';
import { isTest } from './read-tree.ts';

export type Spread = { count: number; median: number; p95: number; largest: number };

/** Nearest-rank quantiles: a number that some file really has. */
export function spread(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, median: at(0.5), p95: at(0.95), largest: at(1) };
}

export type Share = { word: string; source: number; tests: number; ratio: number; comments: number };

/** Lines of test code per line of code, and the share of comment lines, of each folder right below `room`. */
export function shares(files: readonly SourceFile[], room: string): Share[] {
  const words = new Map<string, SourceFile[]>();
  for (const file of files) {
    const [word, rest] = file.path.startsWith(`${room}/`) ? file.path.slice(room.length + 1).split('/') : [];
    if (word && rest) words.set(word, [...(words.get(word) ?? []), file]);
  }
  return [...words].map(([word, own]) => ({ word, ...shareOf(own) }));
}

export function shareOf(files: readonly SourceFile[]): Omit<Share, 'word'> {
  const [tests, source] = [files.filter(isTest), files.filter((file) => !isTest(file))];
  const code = sum(source, 'codeLines');
  const commented = sum(source, 'commentLines');
  return {
    source: code,
    tests: sum(tests, 'codeLines'),
    ratio: sum(tests, 'codeLines') / Math.max(1, code),
    comments: commented / Math.max(1, code + commented),
  };
}

function sum(files: readonly SourceFile[], what: 'codeLines' | 'commentLines'): number {
  return files.reduce((total, file) => total + file[what], 0);
}

/** How many files stand in each folder itself; tests stand beside their code and are not counted. */
export function filesByFolder(files: readonly SourceFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of files.filter((one) => !isTest(one))) {
    const folder = file.path.slice(0, file.path.lastIndexOf('/'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}
