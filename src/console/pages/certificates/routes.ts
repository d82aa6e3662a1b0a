import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { certificatesQuery } from '../../parts/certificate-queries.ts';
import { policyVersionsQuery } from '../../parts/policy-queries.ts';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { patterns } from '../../paths.ts';
import { needs, signedInRoute } from '../../root-route.ts';
import { certificateQuery } from './queries.ts';
import { readCertificateSearch } from './question.ts';

export const certificateRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.certificates,
    beforeLoad: needs('policies:read'),
    validateSearch: readCertificateSearch,
    loaderDeps: ({ search: { useCaseId } }) => ({ useCaseId }),
    loader: async ({ context: { queryClient }, deps }) => {
      const { items } = await queryClient.ensureQueryData(allUseCasesQuery);
      const useCaseId =
        items.find((one) => one.useCaseId === deps.useCaseId)?.useCaseId ?? items[0]?.useCaseId;
      if (!useCaseId) return;
      await Promise.all([
        queryClient.ensureQueryData(oneUseCaseQuery(useCaseId)),
        queryClient.ensureQueryData(modelVersionsQuery(useCaseId)),
        queryClient.ensureQueryData(policyVersionsQuery(useCaseId)),
        queryClient.ensureQueryData(certificatesQuery(useCaseId)),
      ]);
    },
    component: lazyRouteComponent(() => import('./CertificatesPage.tsx')),
  }),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: patterns.certificate,
    beforeLoad: needs('policies:read'),
    loader: ({ context: { queryClient }, params }) =>
      queryClient.ensureQueryData(certificateQuery(params.certificateId)),
    component: lazyRouteComponent(() => import('./CertificatePage.tsx')),
  }),
] as const;
