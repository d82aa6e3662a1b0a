import { thresholdWords } from '../../parts/certificate-words.ts';

/** What was issued, told apart from what was shown: a label may have been corrected between the two. */
export function issuedWords(shown: number, issued: number): string {
  const [before, now] = [thresholdWords(shown), thresholdWords(issued)];
  return before === now
    ? 'The certificate is issued.'
    : `Issued at ${now}, not ${before}: decisions or labels it is made of changed since it was shown.`;
}
