/** A duty that runs again and again; failures are logged and counted, and it runs again. */
export type Job = {
  name: string;
  everyMs: number;
  run(at: Date): Promise<void>;
};
