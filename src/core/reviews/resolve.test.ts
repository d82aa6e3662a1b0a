import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stepDecision } from '../decisions/life.ts';
import {
  isOverride,
  type Judgements,
  type Resolution,
  resolve,
  type StandingVerdict,
  type Tier,
  type VerdictKind,
  verdictKinds,
} from './resolve.ts';

function verdict(kind: VerdictKind, tier: Tier = 1, output?: unknown): StandingVerdict {
  return output === undefined ? { kind, tier } : { kind, tier, output };
}

function settled(by: VerdictKind, verdictIndex: number, [agreed, among] = [1, 1]) {
  return { kind: 'settled', by, verdictIndex, agreed, among };
}

/** `a` approves, `r` rejects, `?` cannot decide, digits edit to that class; capitals and `!` are experts. */
function said(words: string): StandingVerdict[] {
  return [...words].map((word) => {
    const tier = /[AR!]/.test(word) ? 2 : 1;
    if (/\d/.test(word)) return verdict('edit', tier, word);
    return verdict(/a/i.test(word) ? 'approve' : /r/i.test(word) ? 'reject' : 'cannot-decide', tier);
  });
}

function after(words: string, least: number, most: number): Resolution {
  return resolve(said(words), { least, most });
}

const askOne = { kind: 'ask-another', count: 1, tier: 1 };
const askExpert = { kind: 'ask-another', count: 1, tier: 2 };

test('no verdict: still waiting', () => {
  assert.deepEqual(resolve([]), { kind: 'waiting' });
  assert.deepEqual(after('aa', 3, 5), { kind: 'waiting' });
});

test('one verdict of approve, edit or reject settles an ordinary task', () => {
  for (const by of ['approve', 'edit', 'reject'] as const)
    for (const tier of [1, 2] as const) assert.deepEqual(resolve([verdict(by, tier)]), settled(by, 0));
});

test('a reviewer who cannot decide asks an expert', () => {
  assert.deepEqual(resolve([verdict('cannot-decide')]), askExpert);
});

test('an expert who cannot decide ends it: there is nobody left to ask', () => {
  assert.deepEqual(resolve([verdict('cannot-decide', 2)]), { kind: 'cannot-decide' });
  assert.deepEqual(resolve([verdict('cannot-decide'), verdict('cannot-decide', 2)]), {
    kind: 'cannot-decide',
  });
});

test('the expert’s verdict carries the effect after a reviewer could not decide', () => {
  for (const by of ['approve', 'edit', 'reject'] as const)
    assert.deepEqual(resolve([verdict('cannot-decide'), verdict(by, 2)]), settled(by, 1));
});

test('more than half of the judgements saying the same settle it; the first of them carries the effect', () => {
  assert.deepEqual(after('aa', 2, 2), settled('approve', 0, [2, 2]));
  assert.deepEqual(after('rar', 3, 3), settled('reject', 0, [2, 3]));
  assert.deepEqual(after('a11', 3, 5), settled('edit', 1, [2, 3]));
  assert.deepEqual(after('ar1aa', 3, 5), settled('approve', 0, [3, 5]));
});

test('editors agree only on the same output, whatever the order of its keys', () => {
  const amount = (output: unknown) => verdict('edit', 1, output);
  const most = { least: 2, most: 2 };
  assert.deepEqual(
    resolve([amount({ a: 1, b: 2 }), amount({ b: 2, a: 1 })], most),
    settled('edit', 0, [2, 2]),
  );
  assert.deepEqual(resolve([amount({ a: 1 }), amount({ a: 2 })], most), askExpert);
  assert.deepEqual(after('12', 2, 3), askOne);
});

test('without agreement one more is asked at a time, and at last an expert', () => {
  assert.deepEqual(after('ar', 2, 5), askOne);
  assert.deepEqual(after('ar1', 2, 5), askOne);
  assert.deepEqual(after('ar1a', 2, 5), askOne);
  assert.deepEqual(after('ar1a1', 2, 5), askExpert);
});

test('half is not more than half: a tie never settles', () => {
  assert.deepEqual(after('ar', 2, 2), askExpert);
  assert.deepEqual(after('aarr', 4, 4), askExpert);
});

test('nobody is asked whose answer could not bring agreement', () => {
  // Four different judgements; a fifth would make two of five.
  assert.deepEqual(after('ar12', 2, 5), askExpert);
  // Two of four and one to come: three of five would do.
  assert.deepEqual(after('aar1', 4, 5), askOne);
});

test('"cannot decide" is no judgement: as many as are missing are asked, as far as the limit goes', () => {
  assert.deepEqual(after('?aa', 3, 5), askOne);
  assert.deepEqual(after('??a', 3, 5), { kind: 'ask-another', count: 2, tier: 1 });
  assert.deepEqual(after('?aa', 3, 3), askExpert);
  assert.deepEqual(after('?aaa', 3, 5), settled('approve', 1, [3, 3]));
  assert.deepEqual(after('?aaar', 3, 5), settled('approve', 1, [3, 4]));
});

test('a majority of those who could judge is not enough while the least is not reached', () => {
  assert.deepEqual(after('a?', 2, 4), askOne);
  assert.deepEqual(after('a??', 2, 3), askExpert);
});

test('the expert who was asked last decides alone, also against all others', () => {
  assert.deepEqual(after('ar1R', 3, 3), settled('reject', 3));
  assert.deepEqual(after('arA', 2, 2), settled('approve', 2));
  assert.deepEqual(after('ar!', 2, 2), { kind: 'cannot-decide' });
});

test('a task that was given to experts meanwhile goes on with experts', () => {
  assert.deepEqual(after('aR', 2, 4), askExpert);
  // By slot the reviewer's verdict comes last.
  assert.deepEqual(after('Ra', 2, 4), askExpert);
  assert.deepEqual(after('??!', 3, 3), { kind: 'cannot-decide' });
});

test('experts who judge together and disagree ask one more expert', () => {
  assert.deepEqual(after('AR', 2, 2), askExpert);
  assert.deepEqual(after('ARA', 2, 2), settled('approve', 2));
  assert.deepEqual(after('!!', 2, 2), { kind: 'cannot-decide' });
});

test('an edit or a rejection is an override; an approval or "cannot decide" is none', () => {
  assert.equal(isOverride(resolve([verdict('edit')])), true);
  assert.equal(isOverride(resolve([verdict('reject')])), true);
  assert.equal(isOverride(resolve([verdict('approve')])), false);
  assert.equal(isOverride(resolve([verdict('cannot-decide')])), false);
  assert.equal(isOverride(resolve([verdict('cannot-decide', 2)])), false);
  assert.equal(isOverride(resolve([])), false);
});

const judgements: fc.Arbitrary<Judgements> = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.nat(5))
  .map(([least, more]) => ({ least, most: least + more }));
const opinions = fc.array(fc.constantFrom('a', 'a', 'r', '1', '2', '?'), { minLength: 20, maxLength: 20 });

/** Asks and hears people until the task ends; answers everything that was said. */
function play(words: readonly string[], asked: Judgements): { verdicts: StandingVerdict[]; end: Resolution } {
  const verdicts: StandingVerdict[] = said(words.slice(0, asked.least).join(''));
  for (;;) {
    const end = resolve(verdicts, asked);
    if (end.kind !== 'ask-another') return { verdicts, end };
    for (let one = 0; one < end.count; one += 1) {
      const next = said(words[verdicts.length] ?? 'a')[0]!; // one word, one verdict
      verdicts.push({ ...next, tier: end.tier });
    }
  }
}

test('every task ends, having asked `most` people and one expert at the most', () => {
  fc.assert(
    fc.property(opinions, judgements, (words, asked) => {
      const { verdicts, end } = play(words, asked);
      assert.ok(end.kind === 'settled' || end.kind === 'cannot-decide');
      assert.ok(verdicts.length <= asked.most + 1);
      if (verdicts.length === asked.most + 1 && asked.most > 0) assert.equal(verdicts.at(-1)?.tier, 2);
    }),
  );
});

test('what settles a task is said by more than half of at least `least`, or by the deciding expert', () => {
  fc.assert(
    fc.property(opinions, judgements, (words, asked) => {
      const { verdicts, end } = play(words, asked);
      if (end.kind !== 'settled') return;
      const carries = verdicts[end.verdictIndex];
      assert.equal(carries?.kind, end.by);
      if (verdicts.length > asked.most) return assert.equal(end.verdictIndex, verdicts.length - 1);
      const same = verdicts.filter((one) => one.kind === carries?.kind && one.output === carries?.output);
      const judged = verdicts.filter((one) => one.kind !== 'cannot-decide');
      assert.deepEqual([end.agreed, end.among], [same.length, judged.length]);
      assert.ok(judged.length >= asked.least && 2 * same.length > judged.length);
    }),
  );
});

test('the order in which people speak changes nothing but whose verdict carries the effect', () => {
  fc.assert(
    fc.property(opinions, judgements, fc.nat(), (words, asked, turn) => {
      const spoken = said(words.slice(0, asked.most).join(''));
      const at = turn % spoken.length;
      const turned = [...spoken.slice(at), ...spoken.slice(0, at)];
      const [one, other] = [resolve(spoken, asked), resolve(turned, asked)];
      if (one.kind !== 'settled' || other.kind !== 'settled') return assert.deepEqual(one, other);
      assert.deepEqual([one.by, one.agreed, one.among], [other.by, other.agreed, other.among]);
      assert.deepEqual(spoken[one.verdictIndex], turned[other.verdictIndex]);
    }),
  );
});

test('every resolution is an event that an unsettled decision accepts', () => {
  for (const kind of verdictKinds) {
    const resolution = resolve([verdict(kind, 2)]);
    const event = resolution.kind === 'settled' ? resolution.by : 'cannot-decide';
    for (const state of ['held', 'released', 'flagged'] as const)
      assert.equal(stepDecision(state, event).ok, true, `${state} ${event}`);
  }
});
