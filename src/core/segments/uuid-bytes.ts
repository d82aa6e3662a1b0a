import { idLength } from './column.ts';

// The ids of decisions as 16 bytes each: as text they would take five times the memory of everything else.

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Where the 16 bytes stand among the 36 characters. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

/** Writes the id of a row; null is all zero. The id is a UUID in lower case: recording has refused everything else. */
export function writeId(ids: Uint8Array, row: number, uuid: string | null): void {
  if (uuid === null) return void ids.fill(0, row * idLength, (row + 1) * idLength);
  for (let i = 0; i < idLength; i++) {
    const place = places[i]!; // 16 places
    ids[row * idLength + i] = (nibble(uuid.charCodeAt(place)) << 4) | nibble(uuid.charCodeAt(place + 1));
  }
}

function nibble(code: number): number {
  return code <= 57 ? code - 48 : code - 87;
}

/**
 * The id of a row as text, or null where there is none.
 *
 * @example idAt(ids, 0) // '01890a5d-ac96-774b-bcce-b302099a8057'
 */
export function idAt(ids: Uint8Array, row: number): string | null {
  let text = '';
  let any = 0;
  for (let i = 0; i < idLength; i++) {
    const byte = ids[row * idLength + i]!; // in range
    any |= byte;
    text += hex[byte]!; // 256 of them
    if (i === 3 || i === 5 || i === 7 || i === 9) text += '-';
  }
  return any === 0 ? null : text;
}

/** Below 0 when the id of one row comes before that of another, as their texts do. */
export function compareIds(one: Uint8Array, row: number, other: Uint8Array, otherRow: number): number {
  for (let i = 0; i < idLength; i++) {
    const difference = one[row * idLength + i]! - other[otherRow * idLength + i]!; // in range
    if (difference !== 0) return difference;
  }
  return 0;
}
