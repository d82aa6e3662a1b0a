import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './node24.mjs';
import { exitCode } from './run-child.mjs';

/** Starts the one PostgreSQL of this test run. Should we be killed, it ends by itself (src/testing/serve-postgres.ts). */
export async function startTestDatabase(node) {
  const child = spawn(node, [join(root, 'src/testing/serve-postgres.ts')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C ends the tests first, then this.
    detached: true,
  });
  const exited = exitCode(child);
  const { superuserUrl } = await Promise.race([
    new Promise((done) => child.once('message', done)),
    exited.then(() => ({ superuserUrl: null })),
  ]);
  return {
    superuserUrl,
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
