import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ledgerQuery } from '../../parts/receipts.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { textIn } from '../../search.ts';

export const ledgerRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.ledger,
    beforeLoad: needs('ledger:read'),
    validateSearch: (raw: Record<string, unknown>) => ({
      about: textIn(raw, 'about'),
      entry: textIn(raw, 'entry'),
    }),
    loader: ({ context }) => context.queryClient.ensureQueryData(ledgerQuery),
    component: lazyRouteComponent(() => import('./LedgerPage.tsx')),
  }),
] as const;
