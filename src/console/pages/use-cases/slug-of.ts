/**
 * A short name for programs, made of what a person wrote.
 *
 * @example slugOf('Banking support: intents!') // 'banking-support-intents'
 */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);
}
