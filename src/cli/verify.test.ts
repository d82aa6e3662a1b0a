import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { proveInclusion } from '../core/ledger/inclusion.ts';
import { formatReceipt } from '../core/ledger/proof.ts';
import { formatVerifierKey } from '../core/ledger/verifier-key.ts';
import { writeLogFolder } from '../testing/log-folder.ts';
import { logSigner, memoryLog, numberedLeaves, signedCheckpoint } from '../testing/memory-log.ts';
import { startOutsideServer } from '../testing/outside-server.ts';
import { stringTerminal } from '../testing/string-terminal.ts';
import { run } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'steerhouse-verify-'));
after(() => rmSync(root, { recursive: true }));
const log = memoryLog(numberedLeaves(700));
const key = formatVerifierKey(logSigner.key);

type Change = (files: Map<string, Uint8Array>) => void;
let folders = 0;

function folderOf(change: Change = () => undefined): string {
  const files = new Map([...log.files].map(([path, bytes]) => [path, bytes.slice()]));
  change(files);
  const folder = join(root, String(folders++));
  writeLogFolder(folder, files);
  return folder;
}

async function verify(place: string, ...more: string[]) {
  const terminal = stringTerminal();
  const code = await run(['verify', place, '--key', key, '--no-entries', ...more], terminal);
  return { code, printed: terminal.printed(), complained: terminal.complained() };
}

async function serve(files: ReadonlyMap<string, Uint8Array>, answer?: (reply: ServerResponse) => boolean) {
  return startOutsideServer((request, _, reply) => {
    if (answer?.(reply)) return;
    const bytes = files.get((request.url ?? '').replace('/log/', ''));
    if (bytes) reply.end(bytes);
    else reply.writeHead(404).end();
  });
}

test('a whole log in a folder passes, and so does the same over HTTP', async () => {
  const fromFolder = await verify(folderOf());
  assert.equal(fromFolder.code, 0, fromFolder.complained);
  assert.match(fromFolder.printed, /is whole: 700 entries/);
  const server = await serve(log.files);
  for (const address of [server.baseUrl, `${server.baseUrl}/log/`]) {
    const overHttp = await verify(address);
    assert.equal(overHttp.printed, fromFolder.printed);
  }
  await server.close();
});

test('one changed byte is found at its entry, exit code 1', async () => {
  const folder = folderOf((files) => {
    const bundle = files.get('tile/entries/001');
    bundle?.fill(0x58, 2, 3); // first byte of entry 256
  });
  const { code, complained } = await verify(folder);
  assert.equal(code, 1);
  assert.match(complained, /not whole at entry 256/);
});

test('truncated, swapped, missing and over-long files each end the check with a sentence (case 26)', async () => {
  const cases: [string, Change][] = [
    [
      'truncated bundle',
      (files) => files.set('tile/entries/000', log.files.get('tile/entries/000')!.slice(0, 900)),
    ],
    [
      'trailing byte',
      (files) => files.set('tile/0/000', Buffer.concat([log.files.get('tile/0/000')!, Buffer.of(0)])),
    ],
    ['swapped tiles', (files) => files.set('tile/0/000', log.files.get('tile/0/001')!)],
    ['missing tile', (files) => files.delete('tile/1/000.p/2')],
    ['missing checkpoint', (files) => files.delete('checkpoint')],
    [
      'size beyond the tiles',
      (files) => files.set('checkpoint', Buffer.from(signedCheckpoint(2 ** 53 - 1, log.root))),
    ],
    ['a note of 10 MB', (files) => files.set('checkpoint', Buffer.alloc(10_000_000, 'a'))],
    ['a note that is no text', (files) => files.set('checkpoint', Buffer.alloc(100, 0xff))],
    [
      '100 000 signatures',
      (files) => files.set('checkpoint', Buffer.from(`${log.note}${'— x AAAAAAAA\n'.repeat(60_000)}`)),
    ],
  ];
  for (const [name, change] of cases) {
    const startedAt = performance.now();
    const { code, complained } = await verify(folderOf(change));
    assert.equal(code, 1, name);
    assert.match(complained, /\.\n$/, name);
    assert.doesNotMatch(complained, /at .*:\d+:\d+/, name);
    assert.ok(performance.now() - startedAt < 2000, `${name} took too long`);
  }
});

test('an answer that unfolds without end is cut off (case 26)', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  const server = await serve(log.files, (reply) => {
    reply.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    return true;
  });
  const { code, complained } = await verify(server.baseUrl);
  await server.close();
  assert.equal(code, 1);
  assert.match(complained, /larger than any file of a log/);
});

test('a log is not followed to another address', async () => {
  const elsewhere = await serve(log.files);
  const server = await startOutsideServer((request, _, reply) => {
    reply.writeHead(302, { location: `${elsewhere.baseUrl}${request.url}` }).end();
  });
  const { code } = await verify(server.baseUrl);
  await Promise.all([server.close(), elsewhere.close()]);
  assert.equal(code, 3);
  assert.deepEqual(elsewhere.requests, []);
});

test('a key from the environment stays at home', async () => {
  const heads: (string | undefined)[] = [];
  const server = await startOutsideServer((request, _, reply) => {
    heads.push(request.headers.authorization);
    reply.writeHead(404).end();
  });
  process.env.STEERHOUSE_API_KEY = 'sh_secret';
  try {
    await verify(server.baseUrl);
    await verify(server.baseUrl, '--url', server.baseUrl);
    await verify(server.baseUrl, '--api-key', 'sh_given');
  } finally {
    delete process.env.STEERHOUSE_API_KEY;
  }
  await server.close();
  assert.deepEqual(heads, [undefined, 'Bearer sh_secret', 'Bearer sh_given']);
});

test('a receipt is checked against the log it is said to be from', async () => {
  const built = await proveInclusion(log.tree, 300);
  assert.ok(built.ok);
  const file = join(root, 'receipt');
  writeFileSync(file, formatReceipt({ index: 300, hashes: built.proof, checkpoint: log.note }));
  assert.equal((await verify(folderOf(), '--receipt', file)).code, 0);
  writeFileSync(file, formatReceipt({ index: 301, hashes: built.proof, checkpoint: log.note }));
  const wrong = await verify(folderOf(), '--receipt', file);
  assert.equal(wrong.code, 1);
  assert.match(wrong.complained, /entry 301: receipt 1/);
});

test('wrong usage is exit code 2', async () => {
  for (const args of [
    ['verify'],
    ['verify', join(root, 'nowhere')],
    ['verify', folderOf(), '--key', 'nonsense'],
  ]) {
    assert.equal(await run(args, stringTerminal()), 2, args.join(' '));
  }
  const noKey = stringTerminal();
  assert.equal(await run(['verify', folderOf()], noKey), 2);
  assert.match(noKey.complained(), /--key/);
});
