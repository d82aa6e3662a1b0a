import type { JsonValue } from '../../contract/parts.ts';

export type Content =
  | { kind: 'text'; text: string }
  | { kind: 'chat'; turns: { role: string; words: string }[] }
  | { kind: 'image'; source: string | null; address: string; about: string }
  | { kind: 'parts'; parts: JsonValue[] }
  | { kind: 'record'; texts: { name: string; text: string }[]; rest: { [key: string]: JsonValue } }
  | { kind: 'json' };

/**
 * What kind of content a JSON value is: a string is text, `[{ role, content }]` a conversation, `{ type: "image", url |
 * data }` an image, a list with an image in it a list of parts, an object with long texts in it those texts and the
 * rest; everything else stays JSON.
 */
export function contentOf(value: JsonValue): Content {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (Array.isArray(value)) return listContent(value);
  if (!isRecord(value)) return { kind: 'json' };
  if (value.type === 'image') return imageContent(value);
  if (typeof value.text === 'string' && Object.keys(value).every((key) => key === 'text' || key === 'type')) {
    return { kind: 'text', text: value.text };
  }
  if (Array.isArray(value.messages) && Object.keys(value).length === 1) return listContent(value.messages);
  return recordContent(value);
}

/** Longer than a line of JSON that can be read as such, or with line breaks that JSON would show as \\n. */
const longText = 100;

function recordContent(value: Record<string, JsonValue>): Content {
  const isLong = (part: JsonValue) =>
    typeof part === 'string' && (part.length > longText || part.includes('\n'));
  const long = Object.entries(value).filter(([, part]) => isLong(part));
  if (long.length === 0) return { kind: 'json' };
  const rest = Object.fromEntries(Object.entries(value).filter(([, part]) => !isLong(part)));
  return { kind: 'record', texts: long.map(([name, part]) => ({ name, text: String(part) })), rest };
}

function listContent(list: readonly JsonValue[]): Content {
  if (list.length > 0 && list.every(isTurn)) {
    return { kind: 'chat', turns: list.map((turn) => ({ role: turn.role, words: wordsOf(turn.content) })) };
  }
  const images = list.some((part) => isRecord(part) && part.type === 'image');
  return images ? { kind: 'parts', parts: [...list] } : { kind: 'json' };
}

/** `data` is base64 with its `mediaType`; `url` may be a data URL or a path of this origin, else it is only linked. */
function imageContent(image: Record<string, JsonValue>): Content {
  const about = typeof image.alt === 'string' ? image.alt : '';
  const address = typeof image.url === 'string' ? image.url : '';
  if (typeof image.data === 'string') {
    const mediaType = typeof image.mediaType === 'string' ? image.mediaType : 'image/png';
    const source = image.data.startsWith('data:image/')
      ? image.data
      : `data:${mediaType};base64,${image.data}`;
    return { kind: 'image', source, address, about };
  }
  if (/^data:image\//.test(address) || /^\/(?![/\\])/.test(address)) {
    return { kind: 'image', source: address, address, about };
  }
  return /^https?:\/\//.test(address) ? { kind: 'image', source: null, address, about } : { kind: 'json' };
}

function wordsOf(content: JsonValue): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(wordsOf).join('\n');
  if (isRecord(content) && typeof content.text === 'string') return content.text;
  return JSON.stringify(content);
}

function isTurn(value: JsonValue): value is { role: string; content: JsonValue } {
  return isRecord(value) && typeof value.role === 'string' && 'content' in value;
}

function isRecord(value: JsonValue): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
