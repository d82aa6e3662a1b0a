import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeKinds } from '../core/policies/document.ts';
import { Route } from './policies.ts';

test('the contract takes every kind of route the core knows, and no other', () => {
  const branches = (Route as unknown as { anyOf: { properties: { kind: { const: string } } }[] }).anyOf; // TSchema keeps it untyped
  assert.deepEqual(branches.map(({ properties }) => properties.kind.const).sort(), [...routeKinds].sort());
});
