const quietMs = 1_000;
const lineEveryMs = 10_000;

/** An expected reason to stop: printed as one sentence. */
export class SetupFailure extends Error {}

/**
 * Does work that may take a while and says so: one line that counts the seconds in a terminal, a line now and then
 * elsewhere, nothing at all when it is quickly done.
 */
export async function withProgress(doing, work) {
  const begunAt = performance.now();
  const terminal = process.stdout.isTTY;
  let said = -lineEveryMs;
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - begunAt;
    if (elapsedMs < quietMs) return;
    if (terminal) return void process.stdout.write(`\r\x1b[K${doing}… ${seconds(elapsedMs)}`);
    if (elapsedMs - said < lineEveryMs) return;
    said = elapsedMs;
    console.log(`${doing}… ${seconds(elapsedMs)}`);
  }, 200);
  let ending = 'failed after';
  try {
    const result = await work();
    ending = 'done in';
    return result;
  } finally {
    clearInterval(timer);
    const elapsedMs = performance.now() - begunAt;
    if (terminal && elapsedMs >= quietMs) process.stdout.write('\r\x1b[K');
    if (elapsedMs >= quietMs) console.log(`${doing}: ${ending} ${seconds(elapsedMs)}`);
  }
}

export function seconds(ms) {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
