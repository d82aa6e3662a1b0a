import { joinBytes } from './bytes.ts';
import { TILE_WIDTH } from './tile-path.ts';

/** A bundle of entries as stored and served: its number, how many entries it holds, and its bytes. */
export type Bundle = { n: number; width: number; entries: Uint8Array };

/**
 * Appends entries to the last, partial bundle of a log of `size` entries and says which bundles changed.
 *
 * The twin of `growEdge` for the entries themselves: bundle n holds entries 256 n to 256 n + 255, so it sits beside
 * tile 0/n. `partial` is empty when the size is a multiple of 256. Each item of `bundled` is one entry with its
 * length in front. Complexity: one copy of every byte.
 */
export function growBundles(
  { size, partial }: { size: number; partial: Uint8Array },
  bundled: readonly Uint8Array[],
): Bundle[] {
  const changed: Bundle[] = [];
  let before = partial;
  let width = size % TILE_WIDTH;
  let n = (size - width) / TILE_WIDTH;
  for (let from = 0; from < bundled.length; n++) {
    const taken = bundled.slice(from, from + TILE_WIDTH - width);
    changed.push({ n, width: width + taken.length, entries: joinBytes(before, ...taken) });
    from += taken.length;
    before = new Uint8Array(0);
    width = 0;
  }
  return changed;
}
