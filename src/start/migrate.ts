import { configOrFail, openDeps } from './open-deps.ts';

/** `migrate`: brings the schema up to date and ends; for deployments that do it apart from serving. */
export async function run(): Promise<void> {
  const { close } = await openDeps(configOrFail(), (sentence) => console.log(sentence));
  console.log('The database is up to date.');
  await close();
}
