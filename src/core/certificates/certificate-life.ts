// The life of a certificate. A command asks `stepCertificate` before it writes; nothing else changes a state.
//
//             name              leave
//   issued ─────────► in-force ───────► issued
//     │                  │
//     ├── expire ────────┤► expired
//     └── revoke ────────┘► revoked
//
//   name   a policy whose threshold names it is published
//   leave  another policy is published that does not
//
// Who has ended never comes back: a promise that was broken, or too old, is made anew with new labels.

export const certificateStates = ['issued', 'in-force', 'expired', 'revoked'] as const;
export type CertificateState = (typeof certificateStates)[number];

export const certificateEvents = ['name', 'leave', 'expire', 'revoke'] as const;
export type CertificateEvent = (typeof certificateEvents)[number];

export type CertificateRefusal = 'ended' | 'not-in-force';

export type CertificateStep =
  | { readonly ok: true; readonly state: CertificateState }
  | { readonly ok: false; readonly because: CertificateRefusal };

/**
 * What an event makes of a state. Pure table look-up.
 *
 * @example stepCertificate('issued', 'name') // { ok: true, state: 'in-force' }
 */
export function stepCertificate(state: CertificateState, event: CertificateEvent): CertificateStep {
  return certificateLife[state][event];
}

type Row = Readonly<Record<CertificateEvent, CertificateStep>>;

const ended: Row = { name: no('ended'), leave: no('ended'), expire: no('ended'), revoke: no('ended') };

/** Complete by type: a new state or event does not compile until every cell is decided. */
export const certificateLife: Readonly<Record<CertificateState, Row>> = {
  issued: {
    name: to('in-force'),
    leave: no('not-in-force'),
    expire: to('expired'),
    revoke: to('revoked'),
  },
  'in-force': {
    // Another version of the policy names it too.
    name: to('in-force'),
    leave: to('issued'),
    expire: to('expired'),
    revoke: to('revoked'),
  },
  expired: ended,
  revoked: ended,
};

function to(state: CertificateState): CertificateStep {
  return { ok: true, state };
}

function no(because: CertificateRefusal): CertificateStep {
  return { ok: false, because };
}
