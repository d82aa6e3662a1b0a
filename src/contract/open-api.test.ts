import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { endpoints, words } from './index.ts';
import { openApiDocument } from './open-api.ts';

const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3', 'https://steerhouse.example/')));

type Operation = {
  operationId: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean }[];
  responses: Record<string, { content?: Record<string, unknown> }>;
  'x-permission': string;
};

function operations(): { path: string; method: string; operation: Operation }[] {
  return Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

/** Every value inside, with its JSON pointer. */
function* walk(value: unknown, at = '#'): Generator<{ at: string; value: Record<string, unknown> }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { at, value: value as Record<string, unknown> }; // an object, seen above
  for (const [key, part] of Object.entries(value)) yield* walk(part, `${at}/${key}`);
}

test('every endpoint stands in the document once, under its own id, method and permission', () => {
  const found = operations();
  assert.equal(found.length, endpoints.length);
  for (const { word, endpoint } of endpoints) {
    const same = found.filter(({ operation }) => operation.operationId === endpoint.id);
    assert.equal(same.length, 1, endpoint.id);
    assert.equal(same[0]?.method, endpoint.method.toLowerCase());
    assert.deepEqual(same[0]?.operation.tags, [word]);
    assert.equal(same[0]?.operation['x-permission'], endpoint.access);
  }
});

test('no reference points at nothing', () => {
  const names = Object.keys(document.components.schemas);
  for (const { at, value } of walk(document)) {
    if (typeof value.$ref !== 'string') continue;
    const name = value.$ref.replace('#/components/schemas/', '');
    assert.ok(names.includes(name), `${at} refers to ${value.$ref}`);
  }
});

test('every schema compiles', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  for (const { at, value } of walk(document)) {
    if (!at.endsWith('/schema') && !/^#\/components\/schemas\/\w+$/.test(at)) continue;
    assert.doesNotThrow(() => ajv.compile({ components: document.components, ...value }), at);
  }
});

test('a schema with a name is used by reference', () => {
  const body = document.paths['/v1/decisions'].post.requestBody.content['application/json'];
  assert.deepEqual(body.schema, { $ref: '#/components/schemas/NewDecision' });
});

test('parameters of the path are all declared, and only those', () => {
  for (const { path, operation } of operations()) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
    assert.deepEqual(declared.map(({ name }) => name).sort(), inPath.sort(), path);
    assert.ok(declared.every(({ required }) => required));
  }
});

test('every operation names its refusals and its answer', () => {
  for (const { operation } of operations()) {
    assert.ok(operation.responses.default?.content?.['application/problem+json'], operation.operationId);
    assert.ok(
      Object.keys(operation.responses).some((status) => status.startsWith('2')),
      operation.operationId,
    );
  }
});

test('every tag has its sentence and is a word of the contract', () => {
  assert.deepEqual(
    document.tags.map(({ name }: { name: string }) => name).toSorted(),
    Object.keys(words).toSorted(),
  );
});
