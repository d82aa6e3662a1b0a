import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

// Machado, Oliveira, Fernandes 2009, "A physiologically-based model for simulation of color vision deficiency", severity 1.
const sights = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;
/** In OKLab, where 1 is black to white. Amber and teal are 0.15 apart for everybody. */
const toldApart = 0.14;

const tokens = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

for (const [scheme, selector] of [
  ['light', ':root {'],
  ['dark', '[data-mantine-color-scheme="dark"] {'],
] as const) {
  test(`what several people decide has a colour of its own, also for the colour-blind, in ${scheme}`, () => {
    const several = colourOf(selector, 'several');
    for (const tone of ['released', 'waiting', 'changed', 'refused', 'neutral']) {
      const other = colourOf(selector, tone);
      for (const [sight, seen] of Object.entries(sights)) {
        const far = distance(seenWith(seen, several), seenWith(seen, other));
        assert.ok(far >= toldApart, `${tone} is ${far.toFixed(3)} away for ${sight} eyes`);
      }
    }
  });
}

type Colour = readonly [number, number, number];

/** Linear light of a token in the first block with that selector. */
function colourOf(selector: string, tone: string): Colour {
  const block = tokens.slice(tokens.indexOf(selector));
  const hex = block.match(new RegExp(`--${tone}: #([0-9a-f]{6});`))?.[1];
  assert.ok(hex, `${selector} has no --${tone}`);
  const linear = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [linear(0), linear(2), linear(4)];
}

function seenWith(matrix: readonly number[], [r, g, b]: Colour): Colour {
  const row = (at: number) =>
    Math.min(1, Math.max(0, matrix[at]! * r + matrix[at + 1]! * g + matrix[at + 2]! * b)); // nine numbers
  return [row(0), row(3), row(6)];
}

function distance(one: Colour, other: Colour): number {
  const [a, b] = [okLab(one), okLab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Ottosson 2020, "A perceptual color space for image processing". */
function okLab([r, g, b]: Colour): Colour {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
