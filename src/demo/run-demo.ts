import { openSteerhouse } from '../sdk/steerhouse.ts';
import { trainInWorker } from './classifier/train-in-worker.ts';
import { type Credentials, keepCredentials, type Login } from './credentials.ts';
import type { DemoOptions } from './demo-options.ts';
import { drivePerson } from './drive-person.ts';
import { driveTraffic } from './drive-traffic.ts';
import { assemblePeople } from './people/assemble-people.ts';
import { prepareOwner } from './prepare-owner.ts';
import { readBanking77 } from './read-banking77.ts';
import { seededRandom } from './seeded-random.ts';
import { modelName, setUpDemo } from './set-up.ts';
import { shuffle } from './shuffle.ts';
import { openTempo } from './tempo.ts';
import { streamQueries } from './traffic/stream-queries.ts';

export type RunningDemo = {
  visitor: Login & { signInLink: string };
  owner: Login & { signInLink: string };
  /** Queries that are still to come in time lapse. */
  opening: number;
  /** Rejects when traffic or a simulated person met something unexpected. */
  failed: Promise<never>;
};

export type DemoInput = {
  baseUrl: string;
  firstRunToken: string | null;
  folder: string;
  options: DemoOptions;
  signal: AbortSignal;
};

/** So many of the labelled queries are held back as a validation set. */
const validationRows = 1000;

/**
 * Sets the scene and lets it run until the signal: traffic scored by a real classifier, and simulated people. It answers as
 * soon as somebody can sign in; the traffic begins when the classifier is trained.
 */
export async function runDemo(input: DemoInput): Promise<RunningDemo> {
  const { baseUrl, folder, options, signal } = input;
  const { intents, unseen } = readBanking77();
  // One stream of chance per part, so that more reviewers do not change which queries come.
  const people = assemblePeople(options, seededRandom(options.seed + 1));
  const training = trainInWorker(options.seed, signal);
  const { credentials, useCase, links } = await setUpDemo({ ...input, intents, people });
  const shuffled = shuffle(unseen, seededRandom(options.seed + 2));
  const [validation, traffic] = [shuffled.slice(0, validationRows), shuffled.slice(validationRows)];
  const truth = new Map(unseen.map((query) => [query.text, query.intent]));
  // Without anybody to judge, a past of held queries would be no past.
  const opening = { count: options.reviewers === 0 ? 0 : options.opening, sent: credentials.opened };
  const toCome = Math.max(0, opening.count - opening.sent);
  const tempo = openTempo(options, toCome);
  const steerhouse = openSteerhouse({ baseUrl, apiKey: credentials.apiKey ?? '' }); // made by setUpDemo
  const pace = { perMinute: options.perMinute, startsAt: new Date() };
  const parts = [
    training.then((classifier) => {
      const keep = (change: Partial<Credentials>) =>
        keepCredentials(folder, Object.assign(credentials, change));
      const onOpened = (opened: number) => keep({ opened });
      const arrivals = streamQueries(traffic, pace, seededRandom(options.seed));
      const drive = { classifier, useCase, tempo, opening, onOpened, signal };
      const desk = { baseUrl, login: credentials.owner, useCase, model: modelName, classifier, validation };
      const prepared = credentials.prepared ? null : prepareOwner(desk).then(() => keep({ prepared: true }));
      return Promise.all([driveTraffic(steerhouse, arrivals, drive), prepared]);
    }),
    ...people.map((person, index) =>
      drivePerson(person, {
        baseUrl,
        login: credentials.people[person.email]!, // made by setUpDemo for each of them
        tempo,
        random: seededRandom(options.seed + 100 + index),
        truth,
        signal,
      }),
    ),
  ];
  const failed = new Promise<never>((_, reject) => {
    // What breaks off because everything ends is no failure.
    for (const part of parts) part.catch((error) => (signal.aborted ? undefined : reject(error)));
  });
  return {
    visitor: { ...credentials.visitor, signInLink: links.visitor },
    owner: { ...credentials.owner, signInLink: links.owner },
    opening: toCome,
    failed,
  };
}
