import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApiDocument } from '../../contract/open-api.ts';
import { generalCodes } from '../../contract/problem-codes.ts';
import type { Operation } from './contract-map.ts';
import type { FuzzRequest } from './make-request.ts';
import type { Schema } from './make-value.ts';
import type { FuzzAnswer } from './send-request.ts';

/** Null when the answer keeps the contract, else a sentence. */
export type Judge = (request: FuzzRequest, answer: FuzzAnswer) => string | null;

const BODY_TOO_LARGE = 300_000;

export function openJudge(document: OpenApiDocument): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  const compiled = new Map<Schema, ValidateFunction>();
  const problem = ajv.compile({ components: document.components, $ref: '#/components/schemas/Problem' });

  return (request, answer) => {
    if (answer.kind === 'broken') {
      // The server may close on a body it has refused already.
      return (request.body?.length ?? 0) > BODY_TOO_LARGE ? null : `the connection broke: ${answer.because}`;
    }
    const { status, body, cut } = answer;
    if (status >= 400) return judgeRefusal(request.operation, answer);
    const isOwn = request.method === request.operation.method;
    if (!isOwn || cut || status === 304 || (status >= 300 && status < 400)) return null;
    if (status >= 200 && status < 300)
      return judgeSuccess(request.operation, status, body, answer.headers['content-type']);
    return `status ${status}`;
  };

  function judgeRefusal(operation: Operation, answer: FuzzAnswer & { kind: 'answer' }): string | null {
    const { status, headers, body } = answer;
    if (status >= 500 && status !== 503) return `status ${status}: ${body.toString('utf8').slice(0, 300)}`;
    if (!/^application\/problem\+json/.test(headers['content-type'] ?? '')) {
      return `status ${status} without a problem document: ${headers['content-type']} ${body.toString('utf8').slice(0, 200)}`;
    }
    const document = parse(body.toString('utf8'));
    if (document === undefined || !problem(document)) return 'a problem document that is not one';
    const { code, status: said } = document as { code: string; status: number }; // validated above
    if (said !== status) return `a problem document that says ${said} under status ${status}`;
    if (status === 503 && headers['retry-after'] === undefined) return '503 without Retry-After';
    if (!(code in generalCodes) && !operation.codes.includes(code)) return `undeclared code ${code}`;
    return null;
  }

  function judgeSuccess(operation: Operation, status: number, body: Buffer, type = ''): string | null {
    if (status === 204) return body.length === 0 ? null : '204 with a body';
    if (operation.streams) return null;
    if (operation.answerLines && /ndjson/.test(type)) {
      const lines = body
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '');
      for (const line of lines) {
        const fault = check(operation.answerLines, line) ?? refusedByFault(line);
        if (fault) return `line of the answer: ${fault}`;
      }
      return null;
    }
    if (status !== operation.status) return `status ${status} instead of ${operation.status}`;
    return operation.answer ? check(operation.answer, body.toString('utf8')) : null;
  }

  function check(schema: Schema, text: string): string | null {
    const value = parse(text);
    if (value === undefined) return `an answer that is not JSON: ${text.slice(0, 200)}`;
    let validate = compiled.get(schema);
    if (!validate) {
      validate = ajv.compile({ components: document.components, ...schema });
      compiled.set(schema, validate);
    }
    if (validate(value)) return null;
    const [first] = validate.errors ?? [];
    return `an answer that does not fit: ${first?.instancePath} ${first?.message}`;
  }
}

/** A line may be refused, but not because something of ours broke. */
function refusedByFault(line: string): string | null {
  const { refusal } = JSON.parse(line) as { refusal?: { status: number; code: string } }; // fits the schema
  return refusal && refusal.status >= 500 && refusal.status !== 503
    ? `status ${refusal.status} ${line}`
    : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
