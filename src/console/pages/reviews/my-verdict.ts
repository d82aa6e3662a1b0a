import type { AnswerOf } from '../../../contract/endpoint.ts';
import type { listMyVerdicts } from '../../../contract/reviews.ts';

export type MyVerdict = AnswerOf<typeof listMyVerdicts>['items'][number];
