import { afterEach } from 'node:test';
import { until } from '../../src/testing/until.ts';
import { freePort, makeDataDir, type ServerProcess, startServer } from '../durability/server-process.ts';

/** The product in an empty folder and a process of its own. */
export type Product = {
  baseUrl: string;
  dataDir: string;
  server: ServerProcess;
  /** Starts a server that was ended, where it was. */
  restart(): Promise<void>;
  /** The first group of what the terminal says, as soon as it says it. */
  printed(pattern: RegExp): Promise<string>;
  close(): Promise<void>;
};

const shownCharacters = 4000;

export async function openProduct(args: readonly string[] = ['serve']): Promise<Product> {
  const { dataDir, remove } = makeDataDir();
  const port = await freePort();
  let server = await startServer({ dataDir, port, args });
  // A page only says that something went wrong; the log says what.
  afterEach((context) => {
    if (!('passed' in context) || context.passed) return;
    console.log(
      `When "${context.name}" failed, the server had said:\n${server.lastWords().slice(-shownCharacters)}`,
    );
  });
  return {
    baseUrl: server.baseUrl,
    dataDir,
    get server() {
      return server;
    },
    async restart() {
      server = await startServer({ dataDir, port, args });
    },
    printed: (pattern) => until(`${pattern} in the terminal`, () => pattern.exec(server.lastWords())?.[1]),
    async close() {
      await server.terminate();
      remove();
    },
  };
}
