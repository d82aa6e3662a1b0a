// The one barrel of the house: every endpoint, by word.
import * as access from './access.ts';
import * as calibration from './calibration.ts';
import * as certificates from './certificates.ts';
import * as decisions from './decisions.ts';
import type { Endpoint } from './endpoint.ts';

import * as ledger from './ledger.ts';
import * as models from './models.ts';
import * as operations from './operations.ts';
import * as overview from './overview.ts';
import * as policies from './policies.ts';
import * as replays from './replays.ts';
import * as reviews from './reviews.ts';
import * as shadows from './shadows.ts';
import * as standingApprovals from './standing-approvals.ts';
import * as useCases from './use-cases.ts';
import * as validationSets from './validation-sets.ts';

export const words = {
  operations,
  access,
  useCases,
  models,
  policies,
  decisions,
  reviews,
  ledger,
  overview,
  standingApprovals,
  calibration,
  validationSets,
  certificates,
  replays,
  shadows,
};

/** Every endpoint with the word it belongs to. */
export const endpoints: readonly { word: keyof typeof words; endpoint: Endpoint }[] = Object.entries(
  words,
).flatMap(
  ([word, declarations]) =>
    Object.values(declarations)
      .filter(isEndpoint)
      .map((endpoint) => ({ word: word as keyof typeof words, endpoint })), // keys of `words` itself
);

function isEndpoint(value: unknown): value is Endpoint {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'access' in value
  );
}
