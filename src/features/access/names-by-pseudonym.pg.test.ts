import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../db/sql.ts';
import { openStage, personWith } from '../../testing/stage.ts';
import { loadActorKey, pseudonymOf } from '../ledger/actor-of.ts';
import { createApiKey } from './api-keys/create-api-key.ts';
import { revokeApiKey } from './api-keys/revoke-api-key.ts';
import { namesByPseudonym } from './names-by-pseudonym.ts';

const { deps, db, owner } = await openStage();

test('people and machines are found by their pseudonyms, also after they are disabled or revoked', async () => {
  const person = await personWith(deps, ['reviewer']);
  const at = deps.clock.now();
  const { apiKey } = await createApiKey(deps, {
    name: 'Night batch',
    scopes: ['decisions:submit'],
    createdBy: owner,
    at,
  });
  await db.run(
    sql`update person set disabled_at = ${at}, simulated = true where person_id = ${person.personId}`,
  );
  await revokeApiKey(deps, apiKey.apiKeyId, { actor: owner, at });
  const [names, key] = await Promise.all([namesByPseudonym(db), loadActorKey(db)]);
  assert.deepEqual(names.get(pseudonymOf(key, person.personId)), { name: person.name, simulated: true });
  assert.deepEqual(names.get(pseudonymOf(key, apiKey.apiKeyId)), { name: 'Night batch', simulated: false });
});

test('a pseudonym made with another key, or of nobody here, has no name', async () => {
  const [names, key] = await Promise.all([namesByPseudonym(db), loadActorKey(db)]);
  assert.ok(names.has(pseudonymOf(key, owner.personId)));
  assert.equal(names.get(pseudonymOf(new Uint8Array(32), owner.personId)), undefined);
  assert.equal(names.get(pseudonymOf(key, '0198c1f2-6b1c-7000-8000-000000000000')), undefined);
  assert.ok(![...names.keys()].includes(owner.personId), 'no id stands in the open');
});
