import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { Refusal } from '../../../platform/refusal.ts';

const mostBytes = 64 * 1024 * 1024;
/** Some thousand rows, read in a few milliseconds; then others have their turn. */
const pieceBytes = 64 * 1024;

/** The stream in small pieces, up to 64 MiB; who sends more is refused as soon as they come. */
export function limitBytes(stream: Readable, most: number = mostBytes): Readable {
  return Readable.from(limited(stream, most), { objectMode: false });
}

async function* limited(stream: Readable, most: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) {
      throw new Refusal(
        'too-large',
        'validation-set.too-large',
        `The rows are more than ${Math.round(most / 1024 / 1024)} MiB.`,
        { todo: 'Send a random sample of them, or leave columns out.' },
      );
    }
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      yield chunk.subarray(start, start + pieceBytes);
      await othersTurn();
    }
  }
}
