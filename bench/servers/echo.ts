// The baseline of ingest.single.ratio: Fastify with the same body, the same validation, the same answer, and nothing else.
import Fastify from 'fastify';
import { NewDecision, Routed } from '../../src/contract/decisions.ts';
import { compileSchema } from '../../src/platform/http/validate.ts';

const app = Fastify({ logger: false });
app.setValidatorCompiler(({ schema }) => compileSchema(schema as never, 'body')); // the one schema below
app.post(
  '/v1/decisions',
  { schema: { body: NewDecision, response: { 201: Routed } } },
  async (request, reply) => {
    const { confidence } = request.body as { confidence: number };
    reply.code(201);
    return {
      decisionId: '01a2047b-1234-7000-8000-000000000000',
      route: 'release',
      released: true,
      taskId: null,
      reasons: [{ code: 'policy.rule', sentence: 'Rule 10 "The rest" releases it.' }],
      confidence: { raw: confidence, calibrated: null },
      policyVersionId: '01a2047b-1234-7000-8000-000000000001',
      audited: false,
    };
  },
);
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
process.once('disconnect', () => process.exit(0));
