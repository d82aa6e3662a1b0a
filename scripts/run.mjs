#!/usr/bin/env node
// What `npm start`, `npm run demo`, `npm test` and the like call. Runs on the machine's own Node, before anything is
// installed; the modules it needs are loaded only after that Node turned out to be new enough to read them.
const least = { major: 20, minor: 19 };
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < least.major || (major === least.major && minor < least.minor)) {
  console.error(
    `Steerhouse needs Node ${least.major}.${least.minor} or newer, and this is Node ${process.versions.node}: install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}

const { run } = await import('./setup/run.mjs');
process.exitCode = await run(process.argv[2], process.argv.slice(3));
