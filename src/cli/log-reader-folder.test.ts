import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeLogFolder } from '../testing/log-folder.ts';
import { memoryLog, numberedLeaves } from '../testing/memory-log.ts';
import { openLogFolder } from './log-reader-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'steerhouse-log-'));
after(() => rmSync(root, { recursive: true }));
const good = join(root, 'good');
writeLogFolder(good, memoryLog(numberedLeaves(300)).files);

function copy(name: string): string {
  const folder = join(root, name);
  cpSync(good, folder, { recursive: true });
  return folder;
}

test('a folder gives back the files that were put there, and null for others', async () => {
  const reader = openLogFolder(good);
  assert.match((await reader.checkpoint()) ?? '', /\n300\n/);
  assert.equal((await reader.tile(0, 0, 256))?.length, 256 * 32);
  assert.equal(await reader.tile(0, 5, 256), null);
  assert.equal(await reader.entries(7, 3), null);
});

test('no symbolic link is followed, neither to a file nor to a folder (case 26)', async () => {
  const linkedFile = copy('linked-file');
  renameSync(join(linkedFile, 'checkpoint'), join(linkedFile, 'elsewhere'));
  symlinkSync('elsewhere', join(linkedFile, 'checkpoint'));
  await assert.rejects(openLogFolder(linkedFile).checkpoint(), /symbolic link/);
  const linkedFolder = copy('linked-folder');
  renameSync(join(linkedFolder, 'tile'), join(linkedFolder, 'tiles'));
  symlinkSync('tiles', join(linkedFolder, 'tile'));
  await assert.rejects(openLogFolder(linkedFolder).tile(0, 0, 256), /not a folder of its own/);
});

test('what is no plain file is refused at once, a pipe too', async () => {
  const folder = copy('odd');
  rmSync(join(folder, 'checkpoint'));
  mkdirSync(join(folder, 'checkpoint'));
  await assert.rejects(openLogFolder(folder).checkpoint(), /not a plain file/);
  rmSync(join(folder, 'checkpoint'), { recursive: true });
  execFileSync('mkfifo', [join(folder, 'checkpoint')]);
  await assert.rejects(openLogFolder(folder).checkpoint(), /not a plain file/);
});

test('a file larger than any file of a log is not read', async () => {
  const folder = copy('huge');
  truncateSync(join(folder, 'checkpoint'), 10 * 1024 ** 3);
  await assert.rejects(openLogFolder(folder).checkpoint(), /larger than any file/);
});
