import { useRouterState } from '@tanstack/react-router';
import { tokenIn } from './token-in.ts';

/** Follows the address: a link pasted into a tab that shows this page already loads nothing anew. */
export function useTokenInAddress(): string | undefined {
  return useRouterState({ select: ({ location }) => tokenIn(location.hash) });
}
