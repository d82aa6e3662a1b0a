import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissions, rolePermissions } from '../core/access/permissions.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints } from './index.ts';

function keysOf(schema: unknown): string[] {
  return Object.keys((schema as { properties?: object } | undefined)?.properties ?? {}); // TSchema keeps it untyped
}

function each(check: (endpoint: Endpoint) => void): void {
  for (const { endpoint } of endpoints) check(endpoint);
}

test('ids are unique, and so are method and path together', () => {
  const ids = endpoints.map(({ endpoint }) => endpoint.id);
  const places = endpoints.map(
    ({ endpoint }) => `${endpoint.method} ${endpoint.path.replaceAll(/:\w+/g, ':x')}`,
  );
  assert.deepEqual([...new Set(ids)], ids);
  assert.deepEqual([...new Set(places)], places);
});

test('params, query and body never share a name, so that the SDK can take one flat object', () => {
  each((endpoint) => {
    const keys = [endpoint.params, endpoint.query, endpoint.body].flatMap(keysOf);
    assert.deepEqual([...new Set(keys)], keys, endpoint.id);
    if (endpoint.path.endsWith('*')) assert.ok(!keys.includes('path'), endpoint.id);
  });
});

test('bodies, queries and params refuse unknown keys', () => {
  each((endpoint) => {
    for (const schema of [endpoint.params, endpoint.query, endpoint.body]) {
      if (schema)
        assert.equal((schema as { additionalProperties?: unknown }).additionalProperties, false, endpoint.id); // TSchema keeps it untyped
    }
  });
});

test('parameters named in a path are declared, and only those', () => {
  each((endpoint) => {
    const named = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    assert.deepEqual(keysOf(endpoint.params).sort(), named.sort(), endpoint.id);
  });
});

test('every endpoint says what it answers', () => {
  each((endpoint) => {
    const says = [endpoint.answer !== undefined, endpoint.streams !== undefined, endpoint.status === 204];
    assert.equal(says.filter(Boolean).length, 1, endpoint.id);
    if (endpoint.method === 'GET') assert.equal(endpoint.body, undefined, endpoint.id);
  });
});

test('lists that can grow are paged', () => {
  each((endpoint) => {
    if (!keysOf(endpoint.answer).includes('next')) return;
    assert.ok(
      keysOf(endpoint.query).includes('cursor') && keysOf(endpoint.query).includes('limit'),
      endpoint.id,
    );
  });
});

test('no key of a machine ever opens a door where verdicts are given', () => {
  each((endpoint) => {
    if (!['reviews'].includes(endpoints.find((found) => found.endpoint === endpoint)?.word ?? '')) return;
    const access = endpoint.access;
    assert.ok(access !== 'anyone' && access !== 'signed-in', endpoint.id);
    assert.ok(!rolePermissions.service.includes(access), endpoint.id);
  });
});

test('every permission opens some door or is asked for inside one', () => {
  const named = new Set(endpoints.map(({ endpoint }) => endpoint.access));
  const unnamed = permissions.filter((permission) => !named.has(permission));
  assert.deepEqual(unnamed, ['payloads:read', 'hidden:read', 'tasks:judge-expert']);
});

test('refusal codes are word.what', () => {
  each((endpoint) => {
    for (const code of endpoint.refusals ?? []) {
      assert.match(code, /^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)?$/, endpoint.id);
    }
  });
});
