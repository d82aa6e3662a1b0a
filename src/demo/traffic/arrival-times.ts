import type { Random } from '../seeded-random.ts';

export interface Pace {
  /** Long-run mean at speed 1. */
  readonly perMinute: number;
  /** Everything happens this many times faster, the waves included. */
  readonly speed: number;
}

/**
 * Endless arrival times in milliseconds from the start, rising: a Poisson process whose rate follows a slow wave and short
 * bursts, drawn by thinning (Lewis and Shedler 1979).
 */
export function* arrivalTimes({ perMinute, speed }: Pace, random: Random): Generator<number, never> {
  const perMs = perMinute / 60_000 / meanBurstFactor;
  const highestPerMs = perMs * (1 + waveDepth) * burstFactor;
  const bursting = burstStates(random);
  for (let atMs = 0; ; ) {
    atMs += drawWait(1 / highestPerMs, random);
    const factor = bursting(atMs) ? burstFactor : 1;
    const nowPerMs = perMs * (1 + waveDepth * Math.sin((2 * Math.PI * atMs) / waveMs)) * factor;
    if (random() < nowPerMs / highestPerMs) yield atMs / speed;
  }
}

/** A "day" of 24 minutes, so that a visitor sees it rise and fall. */
const waveMs = 24 * 60_000;
const waveDepth = 0.4;

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
