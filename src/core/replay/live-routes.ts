/** Routes of decisions that are let through or held; those of shadow model versions only run beside. */
export const liveRoutes = ['release', 'hold', 'release-and-review', 'consensus'] as const;
export type LiveRoute = (typeof liveRoutes)[number];
