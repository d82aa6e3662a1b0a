import * as contract from '../../contract/certificates.ts';
import type { Deps } from '../../platform/deps.ts';
import { personOf } from '../../platform/http/person-of.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { openEvidenceMemory } from './issuing/evidence.ts';
import { issueCertificate } from './issuing/issue-certificate.ts';
import { previewCertificate } from './issuing/preview-certificate.ts';
import { getCertificate, listCertificates } from './queries.ts';
import { revokeCertificate } from './standing/revoke-certificate.ts';

export function certificateRoutes(deps: Deps): Route[] {
  const recall = openEvidenceMemory();
  return [
    route(contract.previewCertificate, async ({ params, body, at }) => {
      const asked = { ...params, ...body };
      return previewCertificate(deps.db, asked, { evidence: await recall(deps.db, asked, at), at });
    }),
    route(contract.issueCertificate, ({ actor, params, body, at }) =>
      issueCertificate(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.listCertificates, ({ params, query }) =>
      listCertificates(deps.db, { ...params, ...query }),
    ),
    route(contract.getCertificate, ({ params }) => getCertificate(deps.db, params.certificateId)),
    route(contract.revokeCertificate, ({ actor, params, body, at }) =>
      revokeCertificate(deps, personOf(actor), { ...params, ...body }, at),
    ),
  ];
}
