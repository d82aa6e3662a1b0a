/** The name its cursor is kept under. */
export const segmentsReaction = 'add-segments';
