/** Every hash lies below this. 2^18 slots hold the 14,000 or so n-grams of the seed rows with few collisions. */
export const featureSlots = 1 << 18;

/**
 * The features of a text as hashes, repeated as often as they occur: words, pairs of neighbouring words, and the runs of
 * 2 to 4 characters inside each padded word, which forgive spelling and endings.
 */
export function hashFeatures(text: string): number[] {
  const hashes: number[] = [];
  let previousWord = startOfText;
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}']+|[?£$€]/gu) ?? []) {
    const wordHash = hashWord(word);
    hashes.push(slot(wordHash), slot(mix(previousWord, wordHash)));
    previousWord = wordHash;
    pushCharacterRuns(` ${word} `, hashes);
  }
  return hashes;
}

const startOfText = 0x9e3779b9;
const fnvOffset = 0x811c9dc5;
const shortestRun = 2;
const longestRun = 4;

function hashWord(word: string): number {
  let hash = fnvOffset ^ 0x5f;
  for (let at = 0; at < word.length; at += 1) hash = mix(hash, word.charCodeAt(at));
  return hash;
}

function pushCharacterRuns(padded: string, hashes: number[]): void {
  for (let start = 0; start < padded.length; start += 1) {
    let hash = fnvOffset;
    const end = Math.min(padded.length, start + longestRun);
    for (let at = start; at < end; at += 1) {
      hash = mix(hash, padded.charCodeAt(at));
      if (at - start + 1 >= shortestRun) hashes.push(slot(hash));
    }
  }
}

/** One FNV-1a step. */
function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193);
}

function slot(hash: number): number {
  return (hash ^ (hash >>> 15)) & (featureSlots - 1);
}
