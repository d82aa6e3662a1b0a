import type { Random } from '../seeded-random.ts';

export interface Pace {
  /** Long-run mean. */
  readonly perMinute: number;
  /** The time of day at which the stream starts. */
  readonly startsAt: Date;
}

/**
 * Endless arrival times in milliseconds from the start, rising: a Poisson process whose rate follows the time of day, a slow
 * wave and short bursts, drawn by thinning (Lewis and Shedler 1979).
 */
export function* arrivalTimes({ perMinute, startsAt }: Pace, random: Random): Generator<number, never> {
  const perMs = perMinute / 60_000 / meanBurstFactor;
  const highestPerMs = perMs * (1 + dayDepth) * (1 + waveDepth) * burstFactor;
  const bursting = burstStates(random);
  for (let atMs = 0; ; ) {
    atMs += drawWait(1 / highestPerMs, random);
    const factor = bursting(atMs) ? burstFactor : 1;
    const day = 1 - dayDepth * Math.cos((2 * Math.PI * (startsAt.getTime() + atMs - quietestMs)) / dayMs);
    const wave = 1 + waveDepth * Math.sin((2 * Math.PI * atMs) / waveMs);
    const nowPerMs = perMs * day * wave * factor;
    if (random() < nowPerMs / highestPerMs) yield atMs;
  }
}

const dayMs = 24 * 3_600_000;
const dayDepth = 0.5;
/** Three at night, UTC; the peak is twelve hours later. */
const quietestMs = 3 * 3_600_000;

/** Twelve minutes, so that a visitor sees the stream rise and fall. */
const waveMs = 12 * 60_000;
const waveDepth = 0.3;

const burstFactor = 2.5;
const burstMs = 30_000;
const calmMs = 8 * 60_000;
const meanBurstFactor = (burstFactor * burstMs + calmMs) / (burstMs + calmMs);

/** Says whether a burst is on; must be asked with rising times. */
function burstStates(random: Random): (atMs: number) => boolean {
  let bursting = false;
  let untilMs = drawWait(calmMs, random);
  return (atMs) => {
    while (untilMs <= atMs) {
      bursting = !bursting;
      untilMs += drawWait(bursting ? burstMs : calmMs, random);
    }
    return bursting;
  };
}

/** Exponential, so that the past says nothing about the next. */
function drawWait(meanMs: number, random: Random): number {
  return -meanMs * Math.log(1 - random());
}
