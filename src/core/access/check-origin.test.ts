import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOrigin, isSafe, type Origin } from './check-origin.ts';

const publicUrl = 'https://steerhouse.example';
const ours: Origin = {
  method: 'POST',
  host: 'steerhouse.example',
  origin: publicUrl,
  fetchSite: 'same-origin',
  contentType: 'application/json',
  hasBody: true,
};
const verdict = (asked: Partial<Origin>) => {
  const checked = checkOrigin({ ...ours, ...asked }, publicUrl);
  return checked.ok ? 'ok' : checked.because;
};

test('a write from our own page passes', () => {
  assert.equal(verdict({}), 'ok');
});

test('a program that sends neither header passes', () => {
  assert.equal(verdict({ origin: undefined, fetchSite: undefined }), 'ok');
});

test('reading is never stopped', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    assert.ok(isSafe(method));
    assert.equal(verdict({ method, origin: 'https://evil.example', fetchSite: 'cross-site' }), 'ok');
  }
});

test('a write from another site, a neighbour or an opaque origin is refused', () => {
  for (const fetchSite of ['cross-site', 'same-site', 'none', ''])
    assert.equal(verdict({ fetchSite }), 'cross-site');
  for (const origin of ['https://evil.example', 'null', '', 'http://steerhouse.example.evil.example']) {
    assert.equal(verdict({ origin, fetchSite: undefined }), 'cross-site', origin);
  }
});

test('one header that fits does not excuse the other', () => {
  assert.equal(verdict({ origin: 'https://evil.example' }), 'cross-site');
  assert.equal(verdict({ fetchSite: 'cross-site' }), 'cross-site');
});

test('every unsafe method is looked at', () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    assert.equal(verdict({ method, fetchSite: 'cross-site' }), 'cross-site');
  }
});

test('the address the browser used counts beside the public one', () => {
  assert.equal(verdict({ host: 'localhost:8420', origin: 'http://localhost:8420' }), 'ok');
  assert.equal(verdict({ host: 'localhost:8420', origin: 'http://localhost:5173' }), 'cross-site');
  assert.equal(verdict({ host: undefined, origin: 'http://localhost:8420' }), 'cross-site');
});

test('what a form can send is no JSON', () => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    undefined,
    '',
  ];
  for (const contentType of types) assert.equal(verdict({ contentType }), 'not-json', contentType);
  assert.equal(verdict({ contentType: 'text/plain; application/json' }), 'not-json');
});

test('JSON and lines of JSON pass, in any writing', () => {
  for (const contentType of [
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/x-ndjson',
    'text/csv',
  ]) {
    assert.equal(verdict({ contentType }), 'ok');
  }
});

test('a write without a body needs no content type', () => {
  assert.equal(verdict({ contentType: undefined, hasBody: false }), 'ok');
});
