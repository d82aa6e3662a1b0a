import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNotFile, whyNotPackage } from './floors.ts';

function from(path: string, test = false) {
  return { to: (other: string) => whyNotFile(path, other, test) };
}

test('the tree goes from the process down to the core', () => {
  assert.equal(from('src/main.ts').to('src/start/serve.ts'), null);
  assert.equal(from('src/app.ts').to('src/features/ledger/routes.ts'), null);
  assert.equal(from('src/features/ledger/routes.ts').to('src/platform/deps.ts'), null);
  assert.equal(from('src/platform/deps.ts').to('src/db/database.ts'), null);
  assert.equal(from('src/console/client.ts').to('src/sdk/client.ts'), null);
});

test('what goes up, sideways or past the wire is refused with the reason', () => {
  assert.match(
    from('src/core/stats/wilson.ts').to('src/contract/kpis.ts') ?? '',
    /core may import nothing of ours/,
  );
  assert.match(from('src/contract/parts.ts').to('src/db/sql.ts') ?? '', /contract may import core/);
  assert.match(from('src/sdk/client.ts').to('src/platform/page.ts') ?? '', /sdk may import contract, core/);
  assert.match(from('src/console/client.ts').to('src/features/access/recall.ts') ?? '', /console may import/);
  assert.match(from('src/platform/deps.ts').to('src/features/ledger/jobs.ts') ?? '', /platform may import/);
});

test('a feature knows the floors below its own, and neither its neighbour nor what is above', () => {
  const reviews = from('src/features/reviews/routes.ts');
  assert.equal(reviews.to('src/features/reviews/jobs.ts'), null);
  assert.equal(reviews.to('src/features/ledger/append-entries.ts'), null);
  assert.match(
    reviews.to('src/features/decisions/recorded-at.ts') ?? '',
    /decisions is not below reviews; call down/,
  );
  const models = from('src/features/models/queries.ts');
  assert.match(models.to('src/features/policies/queries.ts') ?? '', /policies is not below models/);
});

test('a new room or feature needs a floor before it imports anything', () => {
  assert.match(from('src/cellar/x.ts').to('src/core/stats/wilson.ts') ?? '', /src\/cellar has no floor/);
  assert.match(from('src/features/new/x.ts').to('src/features/ledger/jobs.ts') ?? '', /new has no floor/);
});

test('tests may use what only tests may use, and nobody imports a test', () => {
  assert.equal(from('src/db/sql.pg.test.ts', true).to('src/testing/database.ts'), null);
  assert.equal(from('src/features/reviews/routes.pg.test.ts', true).to('src/sdk/client.ts'), null);
  assert.match(from('src/db/sql.ts').to('src/testing/database.ts') ?? '', /db may import core/);
  assert.match(from('src/testing/stage.ts').to('src/db/sql.test.ts') ?? '', /nothing imports a test/);
  assert.match(from('src/app.ts').to('bench/main.ts') ?? '', /knows nothing outside of src/);
});

test('the core knows no package but the one that reads conditions, and no part of Node', () => {
  assert.equal(
    whyNotPackage('src/core/policies/conditions/cel-environment.ts', '@marcbachmann/cel-js'),
    null,
  );
  assert.notEqual(whyNotPackage('src/core/ledger/entry.ts', '@marcbachmann/cel-js'), null);
  assert.notEqual(whyNotPackage('src/core/ledger/entry.ts', 'node:crypto'), null);
  assert.equal(whyNotPackage('src/platform/log.ts', 'pino'), null);
});
