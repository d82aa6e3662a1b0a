// Every URL of the console is built here; the routes are declared with these patterns.

export const patterns = {
  overview: '/',
  review: '/review',
  decisions: '/decisions',
  decision: '/decisions/$decisionId',
  policies: '/policies',
  policyVersion: '/policies/$policyVersionId',
  useCases: '/use-cases',
  useCase: '/use-cases/$useCaseId',
  calibration: '/calibration',
  certificates: '/certificates',
  certificate: '/certificates/$certificateId',
  replays: '/replays',
  replay: '/replays/$replayId',
  shadows: '/shadows',
  shadow: '/shadows/$shadowId',
  standingApprovals: '/standing-approvals',
  ledger: '/ledger',
  people: '/people',
  apiKeys: '/api-keys',
  account: '/account',
  signIn: '/sign-in',
  signInLink: '/sign-in/link',
  welcome: '/welcome',
} as const;

export type SearchValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type DecisionFilters = {
  useCaseId?: string | undefined;
  route?: string | undefined;
  state?: string | undefined;
  modelVersionId?: string | undefined;
  label?: string | undefined;
  confidenceFrom?: number | undefined;
  confidenceBelow?: number | undefined;
  from?: string | undefined;
  before?: string | undefined;
  audited?: boolean | undefined;
  standingApprovalId?: string | undefined;
  metadataField?: string | undefined;
  metadataValue?: string | undefined;
  cursor?: string | undefined;
};

/** One queue, everything I may judge (`all`), or an item to begin with; without any of them the queues to choose from. */
export type ReviewSearch = {
  useCaseId?: string | undefined;
  tier?: number | undefined;
  all?: boolean | undefined;
  taskId?: string | undefined;
};

export const paths = {
  overview: (search: { useCaseId?: string | undefined; windowMinutes?: number | undefined } = {}) =>
    address(patterns.overview, {}, search),
  review: (search: ReviewSearch = {}) => address(patterns.review, {}, search),
  decisions: (search: DecisionFilters = {}) => address(patterns.decisions, {}, search),
  decision: (decisionId: string) => address(patterns.decision, { decisionId }),
  policies: (search: { useCaseId?: string | undefined } = {}) => address(patterns.policies, {}, search),
  policyVersion: (
    policyVersionId: string,
    search: { view?: 'text' | 'changes' | 'rules' | undefined; from?: string | undefined } = {},
  ) => address(patterns.policyVersion, { policyVersionId }, search),
  allUseCases: () => address(patterns.useCases),
  oneUseCase: (useCaseId: string) => address(patterns.useCase, { useCaseId }),
  calibration: (search: SearchValues = {}) => address(patterns.calibration, {}, search),
  certificates: (search: SearchValues = {}) => address(patterns.certificates, {}, search),
  certificate: (certificateId: string) => address(patterns.certificate, { certificateId }),
  replays: (search: SearchValues = {}) => address(patterns.replays, {}, search),
  replay: (replayId: string, search: SearchValues = {}) => address(patterns.replay, { replayId }, search),
  shadows: (search: SearchValues = {}) => address(patterns.shadows, {}, search),
  shadow: (shadowId: string, search: SearchValues = {}) => address(patterns.shadow, { shadowId }, search),
  standingApprovals: (search: SearchValues = {}) => address(patterns.standingApprovals, {}, search),
  ledger: (search: { about?: string | undefined; entry?: string | undefined } = {}) =>
    address(patterns.ledger, {}, search),
  people: () => address(patterns.people),
  apiKeys: () => address(patterns.apiKeys),
  account: () => address(patterns.account),
  signIn: (search: { back?: string | undefined } = {}) => address(patterns.signIn, {}, search),
  signInLink: () => address(patterns.signInLink),
  welcome: () => address(patterns.welcome),
};

/** The search part of an address: plain `name=value` pairs, empty values left out, names in the given order. */
export function searchText(search: SearchValues): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue;
    pairs.set(name, String(value));
  }
  const text = pairs.toString();
  return text ? `?${text}` : '';
}

/** Reads the search part back; repeated names keep their last value. */
export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Only a path of this console may be returned to after signing in: never another site. */
export function safeReturn(back: string | undefined): string {
  if (!back?.startsWith('/') || back.startsWith('//') || back.startsWith('/\\')) return paths.overview();
  return back.startsWith(patterns.signIn) || back.startsWith(patterns.welcome) ? paths.overview() : back;
}

function address(
  pattern: string,
  params: Readonly<Record<string, string>> = {},
  search: SearchValues = {},
): string {
  const path = pattern.replace(/\$([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return path + searchText(search);
}
