import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerJson, startOutsideServer } from '../../testing/outside-server.ts';
import { stringTerminal } from '../../testing/string-terminal.ts';
import { run } from '../run.ts';

const file = JSON.stringify({
  useCase: 'refunds',
  policy: { rules: [], otherwise: { kind: 'release' }, audit: { rate: 0.1 } },
});
const running = {
  replayId: 'r',
  state: 'running',
  because: null,
  progress: { decisions: 5, total: 10 },
  result: null,
};

/** A server on which a replay goes through these answers, the last one for ever. */
async function serverWith(answers: readonly object[], onAsked: () => void = () => {}) {
  let asked = 0;
  return startOutsideServer(({ url = '', method }, _, reply) => {
    const answer = () => answers[Math.min(asked++, answers.length - 1)] ?? {};
    if (url.startsWith('/v1/use-cases?')) {
      const items = [{ useCaseId: 'u', slug: 'refunds', name: 'Refunds' }];
      return answerJson(reply, 200, { items, next: null });
    }
    if (url.endsWith('/policies/check')) return answerJson(reply, 200, { problems: [] });
    if (url.includes('/policies')) return answerJson(reply, 200, { items: [], next: null });
    if (method === 'POST' && url.endsWith('/replays')) return answerJson(reply, 201, running);
    if (method === 'GET') onAsked();
    return answerJson(reply, 200, answer());
  });
}

async function replay(answers: readonly object[], stop?: AbortController) {
  const server = await serverWith(answers, () => stop?.abort(new Error('Stopped.')));
  const terminal = { ...stringTerminal(file), ...(stop ? { signal: stop.signal } : {}) };
  const code = await run(['policy', 'replay', '-', '--url', server.baseUrl], terminal);
  await server.close();
  return { code, complained: terminal.complained(), requests: server.requests };
}

test('whoever stops waiting stops the replay', async () => {
  const { code, requests } = await replay([running], new AbortController());
  assert.equal(code, 1);
  assert.ok(requests.includes('GET /v1/replays/r'));
  assert.equal(requests.at(-1), 'POST /v1/replays/r/cancel');
});

test('a replay that fails or is cancelled by somebody else is not done, exit code 3', async () => {
  const failed = await replay([
    running,
    { ...running, state: 'failed', because: 'The policy was too dear.' },
  ]);
  assert.deepEqual([failed.code, failed.complained], [3, 'The policy was too dear.\n']);
  const cancelled = await replay([{ ...running, state: 'cancelled' }]);
  assert.deepEqual([cancelled.code, cancelled.complained], [3, 'The replay was cancelled.\n']);
});
