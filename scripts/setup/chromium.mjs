import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture } from './capture.mjs';
import { SetupFailure, withProgress } from './progress.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser for the browser tests; installed from Debian's packages where we may. */
export async function findChromium() {
  const found = lookUp();
  if (found) return found;
  if (process.getuid?.() === 0 && runs('apt-get')) {
    const output = await withProgress('Installing Chromium', installFromDebian);
    const installed = lookUp();
    if (installed) return installed;
    throw new SetupFailure(`${output}\nChromium could not be installed: see the words of apt-get above.`);
  }
  throw new SetupFailure(
    'The browser tests need Chromium: install the package chromium (or Google Chrome), or set STEERHOUSE_CHROMIUM to its program.',
  );
}

function lookUp() {
  const given = process.env.STEERHOUSE_CHROMIUM;
  if (!given) return places().find(runs) ?? null;
  if (runs(given)) return given;
  throw new SetupFailure(`STEERHOUSE_CHROMIUM is ${given}, which does not run: correct or unset it.`);
}

/** Whole paths: Playwright takes no bare name. */
function places() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter((path) => existsSync(path));
}

function runs(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

async function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await capture('apt-get', ['update', '-q'], { env });
  const installed = await capture('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
    env,
  });
  return `${updated.output}${installed.output}`.trim().split('\n').slice(-15).join('\n');
}
