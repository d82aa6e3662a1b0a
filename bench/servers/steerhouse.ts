// Steerhouse as it is started, in a process and a data folder of its own, with a use case, a ten-rule policy and a key.
import type { Person } from '../../src/core/access/actor.ts';
import { createApiKey } from '../../src/features/access/api-keys/create-api-key.ts';
import { ensurePerson, ensureSignIn } from '../../src/features/access/provision.ts';
import { openLog } from '../../src/features/ledger/open-log.ts';
import { registerModelVersion } from '../../src/features/models/register-model-version.ts';
import { createUseCase } from '../../src/features/use-cases/create-use-case.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Deps } from '../../src/platform/deps.ts';
import { type Running, start } from '../../src/start/serve.ts';
import { publishDocument } from '../../src/testing/publish-document.ts';
import { labels } from '../load/decisions.ts';
import { tenRules } from '../load/ten-rules.ts';

export type ServerPlan = {
  dataDir: string;
  writeLedger: boolean;
  /** Whether the background duties run too. */
  work: boolean;
  /** People to sign in. */
  reviewers: number;
};
export type Reviewer = { cookie: string; csrfToken: string };
export type ServerReady = {
  port: number;
  apiKey: string;
  postgresUrl: string;
  useCase: string;
  model: string;
  reviewers: Reviewer[];
};

export const loadUseCase = 'load';
export const loadModel = 'load-1';

process.once('message', (plan: ServerPlan) => {
  run(plan).catch((error) => {
    console.error(error);
    process.exit(1);
  });
});

async function run({ dataDir, writeLedger, work, reviewers }: ServerPlan): Promise<void> {
  const reading = readConfig({
    STEERHOUSE_DATA_DIR: dataDir,
    STEERHOUSE_PORT: '0',
    STEERHOUSE_ROLES: work ? 'serve,work' : 'serve',
    STEERHOUSE_LOG_LEVEL: 'warn',
    STEERHOUSE_QUEUE_LIMIT: '20000',
  });
  if (!reading.ok) throw new Error(reading.problems.join(' '));
  const running = await start(reading.config, { demo: false, writeLedger });
  // The duty that opens the ledger is among those left out.
  if (!work) await openLog(running.deps);
  const apiKey = await provision(running.deps);
  const ready: ServerReady = {
    port: Number(new URL(running.url).port),
    apiKey,
    postgresUrl: running.databaseUrl,
    useCase: loadUseCase,
    model: loadModel,
    reviewers: await signInReviewers(running, reviewers),
  };
  process.send?.(ready);
  process.once('disconnect', () => {
    running.stop().then(() => process.exit(0));
  });
}

async function signInReviewers({ deps, url }: Running, count: number): Promise<Reviewer[]> {
  const at = deps.clock.now();
  const actor = { kind: 'system', duty: 'bench' } as const;
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const { token } = await deps.db.atomically(async (tx) => {
        const who = { email: `reviewer-${index}@bench.invalid`, name: `Reviewer ${index}`, simulated: true };
        const personId = await ensurePerson(tx, { ...who, roles: ['reviewer'], actor, at });
        return ensureSignIn(tx, personId, { actor, at });
      });
      const response = await fetch(`${url}/v1/session/link`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
      if (!response.ok) throw new Error(`a reviewer could not sign in: ${await response.text()}`);
      const cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
      const { csrfToken } = (await response.json()) as { csrfToken: string };
      return { cookie, csrfToken };
    }),
  );
}

async function provision(deps: Deps): Promise<string> {
  const at = deps.clock.now();
  const actor = { kind: 'system', duty: 'bench' } as const;
  const who = {
    email: 'owner@bench.invalid',
    name: 'Owner',
    roles: ['admin', 'policy-owner'] as const,
    simulated: false,
  };
  const personId = await deps.db.atomically((tx) => ensurePerson(tx, { ...who, actor, at }));
  const owner: Person = {
    kind: 'person',
    personId,
    sessionId: personId,
    name: who.name,
    roles: who.roles,
    qualifications: [],
    simulated: false,
  };
  const metadata = {
    channel: 'string',
    country: 'string',
    tier: 'string',
    amount: 'number',
    first: 'boolean',
  } as const;
  const { useCaseId } = await createUseCase(
    deps,
    owner,
    {
      slug: loadUseCase,
      name: 'Load',
      riskClass: 'limited',
      outputKind: 'class',
      classes: labels.map((name) => ({ name, impact: 1 })),
      metadataFields: Object.entries(metadata).map(([name, type]) => ({ name, type, required: true })),
    },
    at,
  );
  await registerModelVersion(deps, owner, { useCaseId, name: loadModel, description: '' }, at);
  await publishDocument(deps, owner, { useCaseId, document: tenRules }, at);
  const key = await createApiKey(deps, { name: 'load', scopes: ['decisions:submit'], createdBy: owner, at });
  return key.secret;
}
