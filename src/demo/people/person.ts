/** A make-believe reviewer. The name says so, because it appears wherever a real reviewer's would. */
export interface Person {
  /** Ends in "(simulated)". */
  readonly name: string;
  readonly email: string;
  readonly role: 'reviewer' | 'expert';
  /** What policies may ask for before they let somebody judge. */
  readonly qualifications: readonly string[];
  /** Half of the items take longer. */
  readonly medianSeconds: number;
  /** Standard deviation of the logarithm of the time: 0.5 puts one item in twenty above 2.3 medians. */
  readonly spread: number;
  /** Chance of a wrong belief about an intent that is seldom mixed up. */
  readonly errorRate: number;
  /** The same for the intents that the guideline lists as often mixed up. */
  readonly confusableErrorRate: number;
  readonly cannotDecideRate: number;
}
