import { accessSync, constants, existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { SetupFailure } from './progress.mjs';

/** Stops where this user may not change the checkout, before a tool says so in a page of its own. */
export function requireRights(need, folders) {
  for (const folder of folders.map(nearest)) {
    try {
      accessSync(folder, constants.W_OK | constants.X_OK);
    } catch {
      throw new SetupFailure(
        `${need}, and the user ${userInfo().username} may not write in ${folder}: start once as the owner of the checkout, or use a checkout of your own.`,
      );
    }
  }
}

/** Where a folder is still to be made, the one it is made in counts. */
function nearest(path) {
  return existsSync(path) ? path : nearest(dirname(path));
}
