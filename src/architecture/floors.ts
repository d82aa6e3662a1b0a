// Law 1: every import goes down. Which room of the tree may know which.

const core = ['core'];
const wire = ['contract', 'sdk', ...core];
const house = ['platform', 'db', 'contract', 'version.ts', ...core];

// A room missing here is a law nobody wrote: the test says so.
const below: Record<string, readonly string[]> = {
  'main.ts': ['start', 'platform'],
  start: ['app.ts', 'worker.ts', 'features', 'demo', ...house],
  'app.ts': ['features', ...house],
  'worker.ts': ['features', ...house],
  features: house,
  platform: ['db', 'contract', 'version.ts', ...core],
  db: core,
  contract: core,
  sdk: ['contract', ...core],
  cli: ['version.ts', ...wire],
  console: wire,
  demo: wire,
  testing: ['features', 'sdk', 'demo', 'cli', 'start', 'app.ts', 'worker.ts', ...house],
  architecture: [],
  'version.ts': [],
  core: [],
};

/** The floors among the features, lowest first; neighbours on a floor do not know each other. */
export const featureFloors: readonly (readonly string[])[] = [
  ['ledger'],
  ['use-cases', 'access', 'kpis'],
  ['models', 'sampling'],
  ['segments'],
  ['feedback'],
  ['calibration'],
  ['certificates'],
  ['policies', 'standing-approvals'],
  ['reviews'],
  ['decisions', 'replay'],
  ['overview'],
];

/** The only packages the core may know, by folder: pure parsers without clock, dice or environment. */
const corePackages: Record<string, readonly string[]> = { policies: ['@marcbachmann/cel-js'] };

/** What tests of every room may use: their helpers, and the SDK to speak to a server as callers do. */
const forTests = ['testing', 'sdk'];

/** Why a file may not import another file of ours, or null. */
export function whyNotFile(from: string, to: string, test: boolean): string | null {
  const [room, otherRoom] = [roomOf(from), roomOf(to)];
  // Browser tests, benchmarks and tests of the whole product stand outside of the house.
  if (room === null || (test && !from.slice('src/'.length).includes('/'))) return null;
  if (otherRoom === null) return 'the product knows nothing outside of src/';
  if (isTestPath(to)) return 'nothing imports a test';
  const allowed = below[room];
  if (!allowed) return `src/${room} has no floor in src/architecture/floors.ts`;
  if (room === otherRoom) return room === 'features' ? whyNotFeature(wordOf(from), wordOf(to)) : null;
  if (test && forTests.includes(otherRoom)) return null;
  return allowed.includes(otherRoom) ? null : `${room} may import ${allowed.join(', ') || 'nothing of ours'}`;
}

function whyNotFeature(word: string, other: string): string | null {
  const floor = floorOf(word);
  if (word === other) return null;
  if (floor < 0) return `the feature ${word} has no floor in src/architecture/floors.ts`;
  if (floorOf(other) < floor) return null;
  return `${other} is not below ${word}; call down, or tell upwards through an entry of the ledger`;
}

function floorOf(word: string): number {
  return featureFloors.findIndex((floor) => floor.includes(word));
}

/** Why a file may not import a package, or null. */
export function whyNotPackage(from: string, specifier: string): string | null {
  if (roomOf(from) !== 'core') return null;
  if (corePackages[wordOf(from)]?.includes(specifier)) return null;
  return 'the core imports nothing but itself';
}

/** `src/features/ledger/x.ts` is in the room `features`; null outside of src. */
export function roomOf(path: string): string | null {
  const [top, room] = path.split('/');
  return top === 'src' && room !== undefined ? room : null;
}

/** `src/features/ledger/x.ts` belongs to the word `ledger`. */
export function wordOf(path: string): string {
  return path.split('/')[2] ?? '';
}

function isTestPath(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}
