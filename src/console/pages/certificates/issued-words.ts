import { thresholdWords } from '../../parts/certificate-words.ts';

/** What was issued, told apart from what was shown: labels may have come in between the two. */
export function issuedWords(shown: number, issued: number): string {
  const [before, now] = [thresholdWords(shown), thresholdWords(issued)];
  return before === now
    ? 'The certificate is issued.'
    : `Issued at ${now}, not ${before}: labels came in since it was shown.`;
}
