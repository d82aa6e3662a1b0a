import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paths, patterns, readSearch, safeReturn, searchText } from './paths.ts';

const id = '0198c0de-0000-7000-8000-000000000001';

test('the site map: every pattern has one builder that fills it completely', (t) => {
  const built: Record<keyof typeof patterns, string> = {
    overview: paths.overview({ windowMinutes: 60 }),
    review: paths.review({ useCaseId: id, tier: 2 }),
    decisions: paths.decisions({ state: 'held', confidenceBelow: 0.85 }),
    decision: paths.decision(id),
    policies: paths.policies({ useCaseId: id }),
    policyVersion: paths.policyVersion(id),
    useCases: paths.allUseCases(),
    useCase: paths.oneUseCase(id),
    calibration: paths.calibration({ useCaseId: id }),
    certificates: paths.certificates({ useCaseId: id }),
    certificate: paths.certificate(id),
    replays: paths.replays({ useCaseId: id }),
    replay: paths.replay(id),
    shadows: paths.shadows({ useCaseId: id }),
    shadow: paths.shadow(id),
    standingApprovals: paths.standingApprovals({ useCaseId: id }),
    ledger: paths.ledger({ about: id }),
    people: paths.people(),
    apiKeys: paths.apiKeys(),
    account: paths.account(),
    signIn: paths.signIn({ back: '/ledger' }),
    signInLink: paths.signInLink(),
    welcome: paths.welcome(),
  };
  for (const [name, pattern] of Object.entries(patterns)) {
    const address = built[name as keyof typeof patterns]; // keys of `patterns` itself
    t.diagnostic(`${name.padEnd(14)} ${pattern.padEnd(30)} ${address}`);
    assert.doesNotMatch(address, /\$/);
    const shape = new RegExp(`^${pattern.replace(/\$[A-Za-z]+/g, '[^/?]+')}(\\?|$)`);
    assert.match(address, shape);
  }
});

test('what goes into the search of an address comes back out of it', () => {
  const search = { label: 'a & b', confidenceFrom: 0.5, audited: true };
  assert.deepEqual(readSearch(searchText(search)), {
    label: 'a & b',
    confidenceFrom: '0.5',
    audited: 'true',
  });
});

test('empty filters leave no trace in the address', () => {
  assert.equal(paths.decisions({ label: '', state: undefined }), '/decisions');
});

test('signing in returns to a page of this console and to nothing else', () => {
  assert.equal(safeReturn('/decisions?state=held'), '/decisions?state=held');
  for (const foreign of [
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere',
    'ledger',
    undefined,
  ]) {
    assert.equal(safeReturn(foreign), '/');
  }
  assert.equal(safeReturn('/sign-in?back=/sign-in'), '/');
});
