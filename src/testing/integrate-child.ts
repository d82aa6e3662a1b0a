// A leader as a process of its own that ends, or stops, at a given boundary of its first round: `<url> <n> <signal>`.
import { openDatabase } from '../db/database.ts';
import { openIntegrator } from '../features/ledger/tree/integrate.ts';
import { stopWithParent } from '../platform/stop-with-parent.ts';
import { watchTransactions } from './watched-transactions.ts';

const [url = '', boundary = '', signal = ''] = process.argv.slice(2);
stopWithParent(() => process.exit(2));
let passed = 0;
const db = watchTransactions(openDatabase({ url, connections: 1 }), async (_boundary, tx) => {
  if (passed++ !== Number(boundary)) return;
  const backend = await tx.row<{ pid: number }>({ text: 'select pg_backend_pid() as pid', values: [] });
  await tell({ backendPid: backend?.pid });
  process.kill(process.pid, signal as NodeJS.Signals); // the parent passes a signal's name
});
await tell(
  await openIntegrator(db, { entries: 700, bytes: 1e6 })().then(
    (round) => ({ round }),
    (error) => ({ failed: String(error) }),
  ),
);
process.exit(0); // with a connection that is gone there is nothing to close in order

function tell(message: object): Promise<void> {
  return new Promise((sent) => process.send?.(message, () => sent()));
}
