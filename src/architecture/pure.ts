// Law 5, the checkable half: the core touches nothing.
import type { Place, SourceFile } from './read-file.ts';

const outside =
  /^(?:process|console|globalThis|performance|crypto|navigator|localStorage|window|Buffer|Atomics)\.|^(?:new )?(?:fetch|setTimeout|setInterval|setImmediate|queueMicrotask|require|WebSocket|XMLHttpRequest)\(/;
// A date made of a given number is arithmetic; without one it is the clock.
const clockOrDice = /^Date\.now|^new Date\(\)$|^Date\(|^Math\.random/;

/** Clock, dice, environment or the outside world, where a file reaches for them. */
export function impureUses(file: SourceFile): Place[] {
  return file.uses.filter(({ what }) => outside.test(what) || clockOrDice.test(what));
}
