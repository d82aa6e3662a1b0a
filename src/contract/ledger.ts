import Type from 'typebox';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Nullable, OneOf, Page, Time, Uuid } from './parts.ts';

export const LedgerStatus = Closed({
  origin: Type.String(),
  verifierKey: Type.String({ description: 'vkey: name, key id and public key' }),
  size: Type.Integer({ description: 'Entries in the tree' }),
  rootHash: Type.String({ description: 'base64' }),
  checkpoint: Nullable(Closed({ size: Type.Integer(), note: Type.String(), signedAt: Time })),
  waiting: Type.Integer({ description: 'Commits not yet in the tree' }),
  oldestWaitingSeconds: Nullable(Type.Number()),
  problems: Type.Array(
    Closed({
      duty: OneOf(['integrate', 'sign'], { description: 'Giving entries their place; signing checkpoints' }),
      problem: Type.String(),
      since: Time,
    }),
    { description: 'What only a person can put right; while there is one, nothing new is published' },
  ),
  reactions: Type.Array(
    Closed({
      reaction: Type.String(),
      position: Type.Integer(),
      behind: Type.Integer(),
      failures: Type.Integer(),
      lastProblem: Nullable(Type.String()),
    }),
  ),
  reconciliation: Nullable(
    Closed({
      at: Time,
      checked: Type.Integer({ description: 'Entries and rows compared in the last run' }),
      differences: Type.Integer(),
      findings: Type.Array(
        Closed({ what: Type.String(), subjectId: Type.String(), because: Type.String() }),
        {
          description: 'The first of them',
        },
      ),
      entriesTo: Type.Integer({ description: 'Entries before this position have been compared' }),
    }),
  ),
});

export const getLedger = endpoint({
  id: 'getLedger',
  method: 'GET',
  path: '/v1/ledger',
  access: 'ledger:read',
  summary: 'Size, latest checkpoint, lag',
  answer: LedgerStatus,
  status: 200,
  refusals: ['ledger.not-open'],
});

export const LedgerEntry = Closed({
  entryId: Type.String(),
  position: Nullable(Type.Integer()),
  kind: Type.String(),
  at: Time,
  body: Type.String({ description: 'The entry as it stands in the log, canonical JSON' }),
});

export const listEntriesAbout = endpoint({
  id: 'listEntriesAbout',
  method: 'GET',
  path: '/v1/ledger/subjects/:subjectId',
  access: 'ledger:read',
  summary: 'Entries about a decision, a person, a policy …, oldest first',
  about:
    'To reviewers, entries about decisions that are still being judged blind, or by several, come when the task has ended.',
  params: Closed({ subjectId: Uuid }),
  query: Closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  answer: Page(LedgerEntry),
  status: 200,
});

export const getReceipt = endpoint({
  id: 'getReceipt',
  method: 'GET',
  path: '/v1/ledger/receipts/:entryId',
  access: 'ledger:read',
  summary:
    'Receipt of an entry: tlog-proof text with the entry it proves; refused with Retry-After until it is in a checkpoint',
  params: Closed({ entryId: Type.String({ pattern: '^[0-9a-f-]{36}\\.[0-9]{1,5}$' }) }),
  answer: Closed({
    entryId: Type.String(),
    position: Type.Integer(),
    entry: Type.String({ description: 'Canonical JSON of the entry' }),
    proof: Type.String({ description: 'tlog-proof v1' }),
  }),
  status: 200,
  refusals: ['receipt.not-yet', 'receipt.unknown', 'receipt.withheld'],
});

// The log itself, in C2SP tlog-tiles layout; tile paths are parsed by the ledger, not by the router.
export const logCheckpoint = endpoint({
  id: 'logCheckpoint',
  method: 'GET',
  path: '/log/checkpoint',
  access: 'ledger:read',
  summary: 'Latest checkpoint (signed note)',
  status: 200,
  refusals: ['log.no-checkpoint'],
  streams: 'text/plain',
});

export const logVerifierKey = endpoint({
  id: 'logVerifierKey',
  method: 'GET',
  path: '/log/verifier-key',
  access: 'ledger:read',
  summary:
    "The log's verifier key (vkey); note it elsewhere, or it proves only that the log agrees with itself",
  status: 200,
  streams: 'text/plain',
  refusals: ['log.no-checkpoint'],
});

export const logTile = endpoint({
  id: 'logTile',
  method: 'GET',
  path: '/log/tile/*',
  access: 'ledger:read',
  summary: 'A tile or an entry bundle (tlog-tiles)',
  status: 200,
  refusals: ['log.no-such-file', 'log.entries-withheld'],
  streams: 'application/octet-stream',
});
