/** `at` points into the new document, for what was removed into the old one. */
export type PolicyChange = {
  readonly at: string;
  readonly kind: 'added' | 'removed' | 'moved' | 'changed';
  readonly sentence: string;
};

export function changed(at: string, sentence: string): PolicyChange {
  return { at, kind: 'changed', sentence };
}

export function added(at: string, sentence: string): PolicyChange {
  return { at, kind: 'added', sentence };
}

export function removed(at: string, sentence: string): PolicyChange {
  return { at, kind: 'removed', sentence };
}
