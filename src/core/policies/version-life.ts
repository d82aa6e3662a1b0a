// The life of a policy version. A command asks `stepVersion` before it writes; nothing else changes a state.
//
//            submit              approve             publish               supersede
//   draft ──────────► submitted ─────────► approved ─────────► published ───────────► superseded
//     ▲                   │                    │
//     └── change, return ─┴────────────────────┘
//
//   publish  also from draft and submitted, where no approval is needed
//   discard  from draft, submitted and approved ► discarded
//
// What was approved is what is published: a change takes a version back to draft, and it has to be approved again.

export const policyStates = [
  'draft',
  'submitted',
  'approved',
  'published',
  'superseded',
  'discarded',
] as const;
export type PolicyState = (typeof policyStates)[number];

export const policyEvents = [
  'change',
  'submit',
  'approve',
  'return',
  'publish',
  'supersede',
  'discard',
] as const;
export type PolicyEvent = (typeof policyEvents)[number];

/** Whether a version may be published only after another person's approval. */
export type ApprovalRule = 'needed' | 'not-needed';

/** `final`: it was in force, or was given up, and stays as it is. */
export type PolicyRefusal =
  | 'final'
  | 'not-submitted'
  | 'submitted-already'
  | 'approved-already'
  | 'needs-approval'
  | 'not-in-force';

export type PolicyStep =
  | { readonly ok: true; readonly state: PolicyState }
  | { readonly ok: false; readonly because: PolicyRefusal };

/**
 * What an event makes of a state. Pure table look-up.
 *
 * @example stepVersion('submitted', 'approve', 'needed') // { ok: true, state: 'approved' }
 * @example stepVersion('draft', 'publish', 'needed') // { ok: false, because: 'needs-approval' }
 */
export function stepVersion(state: PolicyState, event: PolicyEvent, approval: ApprovalRule): PolicyStep {
  return versionLife[approval][state][event];
}

type Row = Readonly<Record<PolicyEvent, PolicyStep>>;

const never: Row = {
  change: no('final'),
  submit: no('final'),
  approve: no('final'),
  return: no('final'),
  publish: no('final'),
  supersede: no('not-in-force'),
  discard: no('final'),
};

const draft: Row = {
  change: to('draft'),
  submit: to('submitted'),
  approve: no('not-submitted'),
  return: no('not-submitted'),
  publish: to('published'),
  supersede: no('not-in-force'),
  discard: to('discarded'),
};

const submitted: Row = {
  change: to('draft'),
  submit: no('submitted-already'),
  approve: to('approved'),
  return: to('draft'),
  publish: to('published'),
  supersede: no('not-in-force'),
  discard: to('discarded'),
};

const settled = {
  approved: {
    change: to('draft'),
    submit: no('submitted-already'),
    approve: no('approved-already'),
    return: to('draft'),
    publish: to('published'),
    supersede: no('not-in-force'),
    discard: to('discarded'),
  },
  published: { ...never, supersede: to('superseded') },
  superseded: never,
  discarded: never,
} as const satisfies Partial<Record<PolicyState, Row>>;

/** Complete by type: a new state or event does not compile until every cell is decided. */
export const versionLife: Readonly<Record<ApprovalRule, Readonly<Record<PolicyState, Row>>>> = {
  'not-needed': { ...settled, draft, submitted },
  needed: {
    ...settled,
    draft: { ...draft, publish: no('needs-approval') },
    submitted: { ...submitted, publish: no('needs-approval') },
  },
};

function to(state: PolicyState): PolicyStep {
  return { ok: true, state };
}

function no(because: PolicyRefusal): PolicyStep {
  return { ok: false, because };
}
