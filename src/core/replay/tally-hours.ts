/** Tasks of one policy by hour. */
export type HourTally = {
  add(atMs: number, dueMs: number): void;
  readonly opened: Float64Array;
  readonly due: Float64Array;
};

export const hourMs = 3_600_000;

/** The hour a moment belongs to, as the time it began. */
export function hourOf(atMs: number): number {
  return Math.floor(atMs / hourMs) * hourMs;
}

/** Tasks opened and due in each hour of a window; what falls due after its end is not counted. */
export function openHourTally({ fromMs, beforeMs }: { fromMs: number; beforeMs: number }): HourTally {
  const firstMs = hourOf(fromMs);
  const hours = Math.ceil((beforeMs - firstMs) / hourMs);
  const opened = new Float64Array(hours);
  const due = new Float64Array(hours);
  return {
    opened,
    due,
    add(atMs, dueMs) {
      const hour = Math.floor((atMs - firstMs) / hourMs);
      opened[hour]! += 1; // decisions are of the window
      const dueHour = Math.floor((atMs + dueMs - firstMs) / hourMs);
      if (dueHour < hours) due[dueHour]! += 1; // within its length
    },
  };
}
