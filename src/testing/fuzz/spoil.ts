import type { Dice } from './dice.ts';
import { nastyText, nastyValue } from './nasty.ts';

/** A copy of a value with one thing wrong somewhere in it. */
export function spoil(value: unknown, dice: Dice): unknown {
  if (Array.isArray(value) && value.length > 0 && dice.chance(0.7)) {
    const at = dice.whole(0, value.length - 1);
    return value.map((part, i) => (i === at ? spoil(part, dice) : part));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return spoilObject(value as Record<string, unknown>, dice); // neither array nor null
  }
  return nastyValue(dice);
}

function spoilObject(value: Record<string, unknown>, dice: Dice): unknown {
  const keys = Object.keys(value);
  const way = dice.next();
  if (way < 0.15 || keys.length === 0) return { ...value, [nastyText(dice)]: nastyValue(dice) };
  const key = dice.pick(keys);
  if (way < 0.3) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return { ...value, [key]: dice.chance(0.5) ? nastyValue(dice) : spoil(value[key], dice) };
}
