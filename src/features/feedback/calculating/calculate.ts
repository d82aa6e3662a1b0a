import { openThread } from '../../../platform/thread.ts';
import type { Calculations } from './calculations.ts';

type Name = keyof Calculations;
export type Calculation = { name: Name; given: Parameters<Calculations[Name]>[0] };

/** One for the process: two reports at once would only take turns on its processor. */
const thread = openThread<Calculation, unknown>(new URL('./calculation-thread.ts', import.meta.url));

/** Calculates beside the process, which goes on answering meanwhile. */
export function calculate<N extends Name>(
  name: N,
  given: Parameters<Calculations[N]>[0],
): Promise<ReturnType<Calculations[N]>> {
  return thread.ask({ name, given }) as Promise<ReturnType<Calculations[N]>>; // the thread calls what is named
}
