// The laws of the house (ARCHITECTURE.md), executable. `node --test src/architecture.test.ts` prints the tables too.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { circles } from './architecture/circles.ts';
import { defaultExports, largeFiles, largeFunctions } from './architecture/exceptions.ts';
import { roomOf, whyNotFile, whyNotPackage } from './architecture/floors.ts';
import { filesByFolder, type Share, shareOf, shares, spread } from './architecture/measure.ts';
import { impureUses } from './architecture/pure.ts';
import type { SourceFile } from './architecture/read-file.ts';
import { isTest, readTree, root, target } from './architecture/read-tree.ts';
import { isSql, owners, writesOf } from './architecture/written-tables.ts';

const files = readTree();
const source = files.filter((file) => !isTest(file));
const ours = source.filter(({ path }) => path.startsWith('src/') && roomOf(path) !== 'testing');
const core = source.filter(({ path }) => roomOf(path) === 'core');

test('law 1: every import goes down', () => {
  none(
    everyImport(files, (file, to) => {
      const path = target(file.path, to);
      if (path) return whyNotFile(file.path, path, isTest(file));
      return isTest(file) || to.startsWith('.') ? null : whyNotPackage(file.path, to);
    }),
  );
});

test('law 1, inside the console: parts know the domain, ui knows neither router nor API, pages know no other page', () => {
  const inConsole = files.filter(({ path }) => path.startsWith('src/console/'));
  none(everyImport(inConsole, (file, to) => whyNotInConsole(file.path, target(file.path, to) ?? to)));
});

test('law 2: there are no circles', () => {
  const graph = new Map(
    files.map((file) => [file.path, file.imports.flatMap(({ to }) => target(file.path, to) ?? [])]),
  );
  none(circles(graph).map((path) => `a circle: ${path.join(' → ')}`));
});

test('law 3: news goes up through the ledger; no feature has an event bus of its own', () => {
  const features = ours.filter(({ path }) => roomOf(path) === 'features');
  none(
    everyImport(features, (_file, to) => (to === 'node:events' ? 'append an entry and react to it' : null)),
  );
  none(
    features.flatMap(({ path, uses }) =>
      uses
        .filter(({ what }) => /^new Event(Target|Emitter)\(/.test(what))
        .map(({ what, line }) => `${path}:${line} has ${what}`),
    ),
  );
});

test('law 4: a table has one owner, and only its folder writes it', () => {
  const writes = ours.flatMap((file) => writesOf(file).map((write) => ({ ...write, path: file.path })));
  none(
    writes.flatMap(({ table, path, line }) => {
      const owner = owners[table];
      if (owner === undefined || path.startsWith(`${owner}/`)) return [];
      return [`${path}:${line} writes ${table}, which ${owner} owns; call its command`];
    }),
  );
});

test('law 4: every table of the schema has an owner in written-tables.ts, and every owner a table', () => {
  const folder = join(root, 'src/db/migrations');
  const migrations = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const made = migrations.flatMap((text) => [...text.matchAll(/^create table ([a-z_]+) \(/gm)]);
  const tables = [...made.map(([, name]) => name), 'schema_migration'];
  assert.deepEqual(Object.keys(owners).sort(), tables.sort());
});

test('law 5: the core touches nothing', () => {
  none(core.flatMap((file) => impureUses(file).map(({ what, line }) => `${file.path}:${line} uses ${what}`)));
});

test('SQL stands in commands and queries, not in routes and jobs; queries only select', () => {
  const bare = ours.filter(({ path }) => /^src\/features\/.*\/(routes|jobs|reactions)\.ts$/.test(path));
  none(
    bare.flatMap((file) =>
      file.texts.filter(({ what }) => isSql(what)).map(({ line }) => `${file.path}:${line} holds SQL`),
    ),
  );
  const queries = ours.filter(({ path }) => path.startsWith('src/features/') && path.endsWith('/queries.ts'));
  none(
    queries.flatMap((file) =>
      writesOf(file).map(({ table, line }) => `${file.path}:${line} writes ${table}; that is a command`),
    ),
  );
});

test('no enum, no any, no default export besides pages, no re-export besides the contract', () => {
  none(
    files.flatMap((file) =>
      file.forms
        .filter(({ what }) => !allowedForm(file.path, what))
        .map(({ what, line }) => `${file.path}:${line} has ${what}`),
    ),
  );
});

test('no file and no function is larger than the hard limit', (t) => {
  const sizes = files.map((file) => ({ ...file, limit: file.path.endsWith('.tsx') ? 400 : 350 }));
  const large = sizes.filter(({ lines, limit }) => lines > limit);
  const functions = source.flatMap((file) => file.functions.map((one) => ({ ...one, path: file.path })));
  const long = functions.filter(({ lines }) => lines > 80);
  printSizes(t, functions);
  none([
    ...large
      .filter(({ path }) => !largeFiles[path])
      .map(({ path, lines, limit }) => `${path} has ${lines} lines; the limit is ${limit}: split it by verb`),
    ...long
      .filter(({ path, name }) => !largeFunctions[`${path} ${name}`])
      .map(({ path, line, name, lines }) => `${path}:${line} ${name} has ${lines} lines; the limit is 80`),
  ]);
  const needed = [...large.map(({ path }) => path), ...long.map(({ path, name }) => `${path} ${name}`)];
  const listed = [...Object.keys(largeFiles), ...Object.keys(largeFunctions)];
  none(listed.filter((name) => !needed.includes(name)).map((name) => `${name} needs no exception any more`));
});

test('a folder of a feature holds at most 14 files', (t) => {
  const folders = [...filesByFolder(files)].filter(([folder]) => folder.startsWith('src/features/'));
  const { median, p95, largest } = spread(folders.map(([, count]) => count));
  t.diagnostic(`files per folder of a feature: median ${median}, p95 ${p95}, largest ${largest}`);
  none(folders.filter(([, count]) => count > 14).map(([folder, count]) => `${folder} holds ${count} files`));
});

test('the core and the features are tested', (t) => {
  t.diagnostic('word                    code  tests  ratio  comments');
  const low = [
    ...tooLittleTested(t, shares(files, 'src/core'), { room: 'core', target: 2, least: 1.5 }),
    ...tooLittleTested(t, shares(files, 'src/features'), { room: 'features', target: 1, least: 0.9 }),
  ];
  for (const room of ['platform', 'db', 'contract', 'sdk', 'cli', 'console', 'demo', 'start']) {
    printShare(t, { word: room, ...shareOf(files.filter(({ path }) => roomOf(path) === room)) });
  }
  none(low);
});

test('every word of the folders is in docs/words.md', () => {
  const words = readFileSync(join(root, 'docs/words.md'), 'utf8');
  const folders = source.flatMap(({ path }) => {
    const word = path.match(/^src\/(?:core|features|console\/pages)\/([^/]+)\//)?.[1];
    return word ? [word] : [];
  });
  const declared = contractWords();
  const missing = [...new Set([...folders, ...declared])].filter((word) => !words.includes(`\`${word}\``));
  none(missing.map((word) => `docs/words.md does not say what \`${word}\` means`));
});

test('the documents name files that exist', () => {
  const folders = ['.', 'docs', 'docs/decisions'];
  const documents = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
  none(documents.flatMap((path) => missingFiles(path, readFileSync(join(root, path), 'utf8'))));
});

function none(broken: readonly string[]): void {
  if (broken.length > 0) assert.fail(`\n${broken.join('\n')}`);
}

function everyImport(
  among: readonly SourceFile[],
  whyNot: (file: SourceFile, to: string) => string | null,
): string[] {
  return among.flatMap((file) =>
    file.imports.flatMap(({ to, line }) => {
      const because = whyNot(file, to);
      return because ? [`${file.path}:${line} imports ${to}: ${because}`] : [];
    }),
  );
}

function whyNotInConsole(from: string, to: string): string | null {
  const [, , room] = from.split('/');
  const [, inConsole, otherRoom] = to.startsWith('src/') ? to.split('/') : [];
  const page = (path: string) => path.match(/^src\/console\/pages\/([^/]+)/)?.[1] ?? null;
  if (page(to) && room !== 'router.tsx' && page(from) !== page(to)) return 'only the router knows the pages';
  if (room === 'parts' && otherRoom === 'frame') return 'parts do not know the frame';
  if (room !== 'ui') return null;
  if (inConsole === 'console' && otherRoom !== 'ui') return 'ui knows only ui';
  if (inConsole && inConsole !== 'console' && inConsole !== 'core') return 'ui does not know the API';
  return /^@tanstack/.test(to) ? 'ui knows neither router nor queries' : null;
}

function allowedForm(path: string, form: string): boolean {
  if (form === 're-export') return path === 'src/contract/index.ts';
  if (form !== 'export default') return false;
  return path in defaultExports || /^src\/console\/pages\/[^/]+\/[A-Za-z]+Page\.tsx$/.test(path);
}

function printSizes(t: TestContext, functions: readonly { lines: number }[]): void {
  const typescript = files.filter(({ path }) => path.endsWith('.ts')).map(({ lines }) => lines);
  const tsx = files.filter(({ path }) => path.endsWith('.tsx')).map(({ lines }) => lines);
  const rows = [
    { what: '.ts lines', found: spread(typescript), median: 70, p95: 220 },
    { what: '.tsx lines', found: spread(tsx), median: 90, p95: 280 },
    { what: 'function lines', found: spread(functions.map(({ lines }) => lines)), median: 10, p95: 45 },
  ];
  for (const { what, found, median, p95 } of rows) {
    const budget = `(budget ${median} and ${p95})`;
    t.diagnostic(`${what}: median ${found.median}, p95 ${found.p95} ${budget}, largest ${found.largest}`);
  }
  const largest = [...files].sort((a, b) => b.lines - a.lines).slice(0, 10);
  for (const { path, lines } of largest) t.diagnostic(`${String(lines).padStart(4)} ${path}`);
}

type Goal = { room: string; target: number; least: number };

function tooLittleTested(t: TestContext, words: readonly Share[], { room, target, least }: Goal): string[] {
  for (const share of words) printShare(t, { ...share, word: `${room}/${share.word}` }, target);
  const source = words.reduce((total, share) => total + share.source, 0);
  const tests = words.reduce((total, share) => total + share.tests, 0);
  const ratio = tests / source;
  t.diagnostic(`${room}: ${ratio.toFixed(2)} lines of test per line of code (target ${target})`);
  return ratio < least
    ? [`${room} has ${ratio.toFixed(2)} lines of test per line; the least is ${least}`]
    : [];
}

function printShare(t: TestContext, { word, source, tests, ratio, comments }: Share, target?: number): void {
  const below = target !== undefined && ratio < target ? ` (target ${target})` : '';
  const percent = `${(comments * 100).toFixed(0)} %`;
  t.diagnostic(
    `${word.padEnd(22)} ${String(source).padStart(5)} ${String(tests).padStart(6)} ${ratio.toFixed(2).padStart(6)} ${percent.padStart(9)}${below}`,
  );
}

/** The files of the contract that declare endpoints are named by their word. */
function contractWords(): string[] {
  const declaring = source.filter(({ path, uses }) => {
    return path.startsWith('src/contract/') && uses.some(({ what }) => what.startsWith('endpoint('));
  });
  return declaring.map(({ path }) => path.slice('src/contract/'.length, -'.ts'.length));
}

/** `core/decisions/life.ts` in a document stands for the file below src; links are relative to the document. */
function missingFiles(document: string, text: string): string[] {
  const named = [
    ...text.matchAll(/`((?:src|core|contract|db|platform|features|sdk|console|testing)\/[\w./-]+\.\w+)`/g),
  ];
  const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)];
  return [
    ...named.filter(([, path = '']) => !existsSync(join(root, path)) && !existsSync(join(root, 'src', path))),
    ...linked.filter(([, path = '']) => !existsSync(join(root, document, '..', path))),
  ].map(([, path]) => `${document} names ${path}, which is not there`);
}
