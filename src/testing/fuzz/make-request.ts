import type { Operation } from './contract-map.ts';
import { type Maker, makeValue } from './make-value.ts';
import { mediaTypes, nastyText, nastyValue, rawBodies, rawEnds } from './nasty.ts';
import { spoil } from './spoil.ts';

export type FuzzRequest = {
  operation: Operation;
  method: string;
  /** Path and query as sent. */
  target: string;
  headers: Record<string, string>;
  body: Buffer | null;
};

/** One request for an operation: mostly well-formed, or wrong in one way. */
export function makeRequest(operation: Operation, maker: Maker): FuzzRequest {
  const { dice } = maker;
  const way = dice.next();
  const request = wellFormed(operation, maker, way < 0.3);
  if (way < 0.8) return request;
  if (way < 0.86) return { ...request, target: request.target + dice.pick(rawEnds) };
  if (way < 0.89) return { ...request, headers: { ...request.headers, ...oddHeaders(maker) } };
  if (!operation.body) return { ...request, body: Buffer.from(dice.pick(rawBodies)) };
  if (way < 0.95) return { ...request, body: Buffer.from(dice.pick(rawBodies)) };
  return { ...request, headers: { ...request.headers, 'content-type': dice.pick(mediaTypes) } };
}

function wellFormed(operation: Operation, maker: Maker, spoiled: boolean): FuzzRequest {
  const { dice } = maker;
  const target = targetOf(operation, maker, spoiled && dice.chance(0.4));
  const base = { operation, method: operation.method, target };
  if (!operation.body) return { ...base, headers: {}, body: null };
  if (operation.lines && dice.chance(0.4)) {
    const lines = Array.from({ length: dice.whole(1, 30) }, () =>
      bodyText(operation.lines ?? {}, maker, spoiled),
    );
    return {
      ...base,
      headers: { 'content-type': 'application/x-ndjson' },
      body: Buffer.from(lines.join('\n')),
    };
  }
  const body = Buffer.from(bodyText(operation.body, maker, spoiled));
  return { ...base, headers: { 'content-type': 'application/json' }, body };
}

function bodyText(schema: object, maker: Maker, spoiled: boolean): string {
  const value = makeValue(schema, '', maker);
  return JSON.stringify(spoiled ? spoil(value, maker.dice) : value) ?? '';
}

function targetOf(operation: Operation, maker: Maker, spoiled: boolean): string {
  const { dice } = maker;
  const asText = (value: unknown) => encoded(typeof value === 'string' ? value : JSON.stringify(value));
  let path = operation.path;
  for (const { name, schema } of operation.params) {
    const value =
      operation.path.endsWith('{path}') && name === 'path'
        ? dice.pick(tilePaths)
        : makeValue(schema, name, maker);
    path = path.replace(
      `{${name}}`,
      spoiled ? asText(nastyValue(dice)).slice(0, 4000) : rawOrEncoded(name, value),
    );
  }
  const query = operation.query
    .filter(({ required }) => required || dice.chance(0.3))
    .map(({ name, schema }) => [name, spoiled ? nastyText(dice) : queryValue(name, schema, maker)])
    .map(([name, value]) => `${name}=${asText(value).slice(0, 4000)}`);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}

/** Long polls are kept short: the clock of a run is bounded. */
function queryValue(name: string, schema: object, maker: Maker): unknown {
  return name === 'wait' ? maker.dice.whole(0, 1) : makeValue(schema, name, maker);
}

const tilePaths = [
  '0/000',
  '0/000.p/1',
  '0/000.p/255',
  '1/000',
  '63/000',
  '64/000',
  'entries/000',
  'entries/000.p/3',
  'entries/x001/234',
  'entries/x999/x999/x999/x999/999',
  '0/../../checkpoint',
  '-1/000',
  '0/00',
  '0/000.p/0',
  '0/000.p/256',
];

function rawOrEncoded(name: string, value: unknown): string {
  return name === 'path' ? String(value) : encoded(String(value));
}

/** Lone surrogates have no UTF-8 form: they go as U+FFFD. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function oddHeaders({ dice }: Maker): Record<string, string> {
  return dice.pick<Record<string, string>>([
    { 'content-encoding': 'gzip' },
    { accept: 'text/html' },
    { 'accept-encoding': 'br;q=x' },
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'last-event-id': '999999999999999999999' },
    { 'last-event-id': '-1' },
    { 'last-event-id': "'; drop" },
    { 'x-forwarded-for': '1.2.3.4' },
    { 'x-forwarded-host': 'evil.example' },
    { 'x-http-method-override': 'DELETE' },
    { 'if-none-match': '*' },
    { range: 'bytes=0-0,1-1,2-2' },
    { cookie: `steerhouse=${'a'.repeat(3000)}` },
    { cookie: 'steerhouse=; steerhouse; =;;;' },
    { authorization: 'Basic YTpi' },
    { authorization: 'Bearer' },
    { expect: '100-continue' },
  ]);
}
