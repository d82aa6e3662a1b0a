/** A duty that runs again and again; failures are logged and counted, and it runs again. */
export type Job = {
  name: string;
  everyMs: number;
  run(at: Date): Promise<void>;
  /** Lets go of what it has in hand, once it runs no more and before the database is closed. */
  stop?(): Promise<void>;
};
