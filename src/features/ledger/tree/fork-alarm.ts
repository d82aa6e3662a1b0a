/**
 * The stored log contradicts itself or what was signed: somebody else wrote to it, or it was set back. Nothing is
 * appended or signed any more until a person has looked; commands go on, their entries wait in the outbox.
 */
export class ForkAlarm extends Error {
  constructor(because: string, options?: ErrorOptions) {
    super(because, options);
    this.name = 'ForkAlarm';
  }
}
