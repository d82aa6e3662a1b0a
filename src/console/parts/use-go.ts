import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Goes to an address built by `paths`; `replace` where the step should not be one back. */
export function useGo(): (
  path: string,
  options?: { replace?: boolean; resetScroll?: boolean },
) => Promise<void> {
  const router = useRouter();
  return useCallback((path, options) => router.navigate({ href: path, ...options }), [router]);
}
