/**
 * An expected reason why the process cannot start. The message is one sentence that says what is wrong and what to do;
 * it is printed alone, without a stack.
 */
export class StartFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartFailure';
  }
}
