/**
 * Qualifications as typed: words divided by commas or spaces, each once, in the form that policies name them.
 *
 * @example readQualifications('Card Fraud, german') // ['card', 'fraud', 'german']
 */
export function readQualifications(text: string): string[] {
  const words = text.toLowerCase().split(/[\s,;]+/);
  const named = words.map((word) => word.replace(/[^a-z0-9-]+/g, '').replace(/^-+/, ''));
  return [...new Set(named.filter((word) => word !== ''))];
}
