import { openSteerhouse } from '../sdk/steerhouse.ts';
import { trainInWorker } from './classifier/train-in-worker.ts';
import type { Login } from './credentials.ts';
import type { DemoOptions } from './demo-options.ts';
import { drivePerson } from './drive-person.ts';
import { driveTraffic } from './drive-traffic.ts';
import { assemblePeople } from './people/assemble-people.ts';
import { readBanking77 } from './read-banking77.ts';
import { seededRandom } from './seeded-random.ts';
import { setUpDemo } from './set-up.ts';
import { streamQueries } from './traffic/stream-queries.ts';

export type RunningDemo = {
  signInLink: string;
  visitor: Login;
  /** Rejects when traffic or a simulated person met something unexpected. */
  failed: Promise<never>;
};

export type DemoInput = {
  baseUrl: string;
  firstRunToken: string | null;
  folder: string;
  options: DemoOptions;
  signal: AbortSignal;
  tell: (sentence: string) => void;
};

/** Sets the scene and lets it run until the signal: traffic scored by a real classifier, and simulated people. */
export async function runDemo({
  baseUrl,
  firstRunToken,
  folder,
  options,
  signal,
  tell,
}: DemoInput): Promise<RunningDemo> {
  tell('Training the classifier on 2,000 labelled queries…');
  const { intents, unseen } = readBanking77();
  // One stream of chance per part, so that more reviewers do not change which queries come.
  const people = assemblePeople(options, seededRandom(options.seed + 1));
  const [classifier, { credentials, useCase, signInLink }] = await Promise.all([
    trainInWorker(options.seed),
    setUpDemo({ baseUrl, firstRunToken, folder, intents, people }),
  ]);
  const truth = new Map(unseen.map((query) => [query.text, query.intent]));
  const arrivals = streamQueries(unseen, options, seededRandom(options.seed));
  const steerhouse = openSteerhouse({ baseUrl, apiKey: credentials.apiKey ?? '' }); // made by setUpDemo
  const parts = [
    driveTraffic(steerhouse, arrivals, { classifier, useCase, signal }),
    ...people.map((person, index) =>
      drivePerson(person, {
        baseUrl,
        login: credentials.people[person.email]!, // made by setUpDemo for each of them
        speed: options.speed,
        random: seededRandom(options.seed + 100 + index),
        truth,
        signal,
      }),
    ),
  ];
  const failed = new Promise<never>((_, reject) => {
    for (const part of parts) part.catch(reject);
  });
  return { signInLink, visitor: credentials.visitor, failed };
}
