import { readFileSync } from 'node:fs';

const manifest = new URL('../../package.json', import.meta.url);

/** The flags that `npm start` gives to node; what is measured runs with the same. */
export const nodeFlags: string[] = (
  JSON.parse(readFileSync(manifest, 'utf8')) as { config: { nodeFlags: string } }
).config.nodeFlags // our own manifest
  .split(' ');
