import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeKinds } from '../core/policies/document.ts';
import { Route } from './policy-parts.ts';

test('the contract takes every kind of route a policy can give, and no other', () => {
  const branches = (Route as unknown as { oneOf: { properties: { kind: { const: string } } }[] }).oneOf; // TSchema keeps it untyped
  const written = routeKinds.filter((kind) => kind !== 'shadow');
  assert.deepEqual(branches.map(({ properties }) => properties.kind.const).sort(), written.sort());
});
