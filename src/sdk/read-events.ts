import { readText } from './read-lines.ts';

/** One server-sent event; `id` is the last id seen so far, as the standard has it. */
export type ServerEvent = { id: string; name: string; data: string };

const LARGEST_EVENT = 8 * 1024 * 1024;

/** Server-sent events of a streamed body (HTML Living Standard, 9.2.6). Comments keep the connection alive only. */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
  onAlive?: () => void,
): AsyncGenerator<ServerEvent> {
  let rest = '';
  let id = '';
  for await (const text of readText(body, signal)) {
    onAlive?.();
    // A lone carriage return at the end may be half of a pair: it waits for the next piece.
    const blocks = (rest + text).replaceAll(/\r\n|\r(?=[^\n])/g, '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    if (rest.length > LARGEST_EVENT) throw new Error('An event of the stream is too large.');
    for (const block of blocks) {
      const event = parseEvent(block, id);
      id = event.id;
      if (event.data !== null) yield { id, name: event.name, data: event.data };
    }
  }
}

function parseEvent(block: string, lastId: string): { id: string; name: string; data: string | null } {
  const data: string[] = [];
  let id = lastId;
  let name = 'message';
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'event') name = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  }
  return { id, name, data: data.length > 0 ? data.join('\n') : null };
}
