import { randomUUID } from 'node:crypto';
import type { Dice } from './dice.ts';
import { nastyText, nastyValue } from './nasty.ts';
import { type Pool, sameThing } from './pool.ts';

export type Schema = {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  patternProperties?: Record<string, Schema>;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
};

export type Maker = {
  dice: Dice;
  pool: Pool;
  named: Record<string, Schema>;
  /** Values that belong together, taken before any other. */
  together?: ReadonlyMap<string, string | number>;
};

/** A value that fits a schema, or nearly: ids the server knows where it has given some, edges where there are edges. */
export function makeValue(schema: Schema, name: string, maker: Maker): unknown {
  const { dice, pool, named } = maker;
  if (schema.$ref) return makeValue(named[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name, maker);
  if ('const' in schema) return schema.const;
  if (schema.enum) return dice.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return makeValue(dice.pick(choices), name, maker);
  const known = dice.chance(0.8)
    ? (maker.together?.get(sameThing(name)) ?? pool.pick(name, dice))
    : undefined;
  switch (schema.type) {
    case 'string':
      return typeof known === 'string' ? known : makeText(schema, name, dice);
    case 'integer':
    case 'number':
      return typeof known === 'number' ? known : makeNumber(schema, dice);
    case 'boolean':
      return dice.chance(0.5);
    case 'null':
      return null;
    case 'array':
      return makeArray(schema, name, maker);
    case 'object':
      return makeObject(schema, maker);
    default:
      return dice.chance(0.5)
        ? nastyValue(dice)
        : dice.pick(['text', 12, { amount: 12, text: 'Hello' }, ['a'], null]);
  }
}

function makeObject(schema: Schema, maker: Maker): unknown {
  const { dice } = maker;
  if (!schema.properties) return makeMap(schema, maker);
  const required = new Set(schema.required ?? []);
  const kept = Object.entries(schema.properties).filter(([key]) => required.has(key) || dice.chance(0.4));
  return Object.fromEntries(kept.map(([key, part]) => [key, makeValue(part, key, maker)]));
}

function makeMap(schema: Schema, maker: Maker): unknown {
  const part = Object.values(schema.patternProperties ?? {})[0] ?? {};
  const keys = ['channel', 'amount', 'vip', 'pay', 'refuse', nastyText(maker.dice).slice(0, 60)];
  const kept = keys.filter(() => maker.dice.chance(0.3));
  return Object.fromEntries(kept.map((key) => [key, makeValue(part, key, maker)]));
}

function makeArray(schema: Schema, name: string, maker: Maker): unknown {
  const least = schema.minItems ?? 0;
  const most = Math.min(schema.maxItems ?? 4, least + 4);
  const length = maker.dice.whole(least, most);
  return Array.from({ length }, () => makeValue(schema.items ?? {}, name, maker));
}

function makeText(schema: Schema, name: string, dice: Dice): string {
  if (schema.format === 'uuid')
    return dice.chance(0.5) ? randomUUID() : '0198c1f2-6b1c-7000-8000-000000000000';
  if (schema.format === 'email') return `p${dice.whole(0, 1e6)}@example.org`;
  if (schema.format === 'date-time') return makeTime(dice);
  if (schema.pattern) return makePatterned(schema.pattern, dice);
  if (name === 'when') return dice.pick(conditions);
  const text = dice.chance(0.3)
    ? nastyText(dice)
    : dice.pick(['Ada', 'pay', 'refuse', 'A sentence of some length.', 'v1']);
  const fitted = text.slice(0, Math.min(schema.maxLength ?? 1000, 70_000));
  return fitted.length < (schema.minLength ?? 0) ? fitted.padEnd(schema.minLength ?? 0, 'x') : fitted;
}

const conditions = [
  'confidence < 0.5',
  'label == "pay" && confidence >= 0.9',
  'metadata.amount > 100.0',
  'has(metadata.vip) && metadata.vip',
  'true',
  '1 / 0 == 1',
  'metadata.nothing == "x"',
  '[1,2,3].all(x, [1,2,3].all(y, [1,2,3].all(z, x + y + z > 0)))',
  '(',
  `${'('.repeat(500)}true${')'.repeat(500)}`,
  `"${'a'.repeat(1000)}".matches("(a+)+$")`,
];

function makeTime(dice: Dice): string {
  const ms = Date.now() + dice.whole(-90, 90) * 86_400_000 * dice.next();
  return dice.chance(0.1)
    ? dice.pick(['9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z'])
    : new Date(ms).toISOString();
}

function makePatterned(pattern: string, dice: Dice): string {
  const fitting = [`a${dice.whole(0, 1e6)}`, 'amount', `${randomUUID()}.${dice.whole(0, 3)}`, '0'];
  return fitting.find((text) => new RegExp(pattern).test(text)) ?? 'a';
}

function makeNumber(schema: Schema, dice: Dice): number {
  const least = schema.minimum ?? -1000;
  const most = Math.min(schema.maximum ?? 1000, Number.MAX_SAFE_INTEGER);
  if (dice.chance(0.2)) return dice.pick([least, most]);
  const value = least + dice.next() * (most - least);
  return schema.type === 'integer' ? Math.round(value) : value;
}
