import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const root = mkdtempSync(join(tmpdir(), 'steerhouse-rights-'));
after(() => rmSync(root, { recursive: true }));
chmodSync(root, 0o755);

const nobody = 65_534;
// Root may write everywhere, so another user has to be asked.
const script = `
  import { requireRights } from ${JSON.stringify(join(import.meta.dirname, 'require-rights.mjs'))};
  if (process.getuid() === 0) process.setuid(${nobody});
  try {
    requireRights('The console has to be built', process.argv.slice(1));
    console.log('may');
  } catch (error) {
    console.log(error.message);
  }
`;

function ask(...folders: string[]): string {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script, ...folders], {
    encoding: 'utf8',
  });
  return stdout.trim();
}

test('a checkout of somebody else is named in one sentence, before anything is installed or built', () => {
  const [open, closed] = [join(root, 'open'), join(root, 'closed')];
  for (const folder of [open, closed]) mkdirSync(folder);
  chmodSync(open, 0o777);
  chmodSync(closed, 0o555);
  assert.equal(ask(open, join(open, 'not', 'there')), 'may');
  assert.match(
    ask(open, closed),
    new RegExp(`^The console has to be built, and the user \\S+ may not write in ${closed}: start once as`),
  );
});
