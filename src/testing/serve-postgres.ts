// Holds the PostgreSQL of a whole test run: sends its address to the parent and ends with it.
import { stopWithParent } from '../platform/stop-with-parent.ts';
import { testServer } from './postgres-server.ts';

const { superuserUrl } = await testServer();
const held = setInterval(() => {}, 60_000);
stopWithParent(() => {
  clearInterval(held);
  process.exit(0);
});
process.send?.({ superuserUrl });
