import { featureSlots, hashFeatures } from './hash-features.ts';

/** Which features the classifier knows, and how rare each was in the texts it learned from. */
export interface Vocabulary {
  /** The feature of each hash slot, or −1 where the slot is not known. */
  readonly featureAt: Int32Array;
  readonly rarity: Float32Array;
}

export function fitVocabulary(texts: readonly string[]): Vocabulary {
  const featureAt = new Int32Array(featureSlots).fill(-1);
  const rarity: number[] = [];
  countTexts(texts).forEach((count, slot) => {
    if (count < seenInAtLeast) return;
    featureAt[slot] = rarity.length;
    rarity.push(1 + Math.log((1 + texts.length) / (1 + count)));
  });
  return { featureAt, rarity: Float32Array.from(rarity) };
}

/** What only one text has tells nothing about others; leaving it out saves half of the weights. */
const seenInAtLeast = 2;

function countTexts(texts: readonly string[]): Uint32Array {
  const counts = new Uint32Array(featureSlots);
  for (const text of texts) {
    for (const slot of new Set(hashFeatures(text))) counts[slot]! += 1; // every slot is below featureSlots
  }
  return counts;
}
