// npm run fuzz -- --seconds 60 --seed 1: sends odd requests to a server of its own until the time is up.
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run fuzz -- --seconds 60 --seed 1 [--only <part of an operation id>]');
  process.exit(2);
}
process.exitCode = (await fuzz({ seconds, seed, only: values.only })) ? 0 : 1;
