/** The model version a page begins with: the newest that decides, else the newest there is. */
export function usualModel<M extends { state: string; retiredAt: string | null }>(
  models: readonly M[],
): M | undefined {
  return models.find(({ state, retiredAt }) => state !== 'shadow' && retiredAt === null) ?? models[0];
}
