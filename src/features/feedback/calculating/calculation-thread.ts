// The thread behind calculate.ts.
import { answerInThread } from '../../../platform/thread-answers.ts';
import type { Calculation } from './calculate.ts';
import { calculations } from './calculations.ts';

answerInThread(({ name, given }: Calculation) => calculations[name](given as never)); // paired by calculate.ts
