import type { DemoOptions } from './demo-options.ts';

/** How fast the demo's world runs right now: in time lapse until it has a past, then as the visitor wished. */
export type Tempo = {
  /** Times faster than life. */
  readonly speed: () => number;
  /** Judgements are asked of people: in time lapse the queries wait for them. */
  readonly asked: (judgements: number) => void;
  readonly judged: () => void;
  readonly waiting: () => number;
  readonly settle: () => void;
};

/** A past of some thousand queries takes about two minutes and a half; it must not be long to wait for. */
const lapseMinutes = 2.5;
/** `left`: how many queries of the opening are still to come. */
export function openTempo({ speed, perMinute }: DemoOptions, left: number): Tempo {
  const lapse = Math.max(speed, left / lapseMinutes / perMinute);
  let lapsing = left > 0;
  let waiting = 0;
  return {
    speed: () => (lapsing ? lapse : speed),
    asked: (judgements) => {
      waiting += judgements;
    },
    judged: () => {
      waiting = Math.max(0, waiting - 1);
    },
    waiting: () => waiting,
    settle: () => {
      lapsing = false;
    },
  };
}
