import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '../contract/endpoint.ts';
import { ConnectionError } from './connection-error.ts';
import { ProblemError, type ProblemLike } from './problem-error.ts';

export type ClientOptions = {
  /** e.g. `https://steerhouse.example`; '' in the console, which lives on the same origin. */
  baseUrl: string;
  apiKey?: string;
  /** Adds headers of its own to each request, e.g. a session's cookie and CSRF token. */
  headers?: () => Record<string, string>;
  onAnswer?: (response: Response) => void;
  fetch?: typeof fetch;
};

type Given<K extends string, T> = T extends undefined
  ? unknown
  : Record<never, never> extends T
    ? { [P in K]?: T }
    : { [P in K]: T };
export type Input<E extends Endpoint> = Given<'params', ParamsOf<E>> &
  Given<'query', QueryOf<E>> &
  Given<'body', BodyOf<E>>;

/** What goes with one call: how to stop it, and headers for it alone. */
export type CallInit = { signal?: AbortSignal; headers?: Record<string, string> };

export type Client = {
  readonly options: ClientOptions;
  /** Calls an endpoint of the contract; throws a `ProblemError` for every refusal. */
  call<E extends Endpoint>(endpoint: E, input?: Input<E>, init?: CallInit): Promise<AnswerOf<E>>;
};

/** The one client of the contract: browser and Node alike. */
export function openClient(options: ClientOptions): Client {
  return {
    options,
    async call(endpoint, input, init = {}) {
      const response = await send(options, endpoint, (input ?? {}) as Parts, init); // Input<E> is checked at the call
      if (!response.ok) throw await problemFrom(response);
      if (response.status === 204) return undefined as never; // endpoints with 204 declare no answer
      return JSON.parse(await textOf(response, init.signal)) as never; // the server serialises by the endpoint's answer schema
    },
  };
}

export type Parts = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  /** A body that is already text, e.g. NDJSON; stands in for `body`. */
  raw?: { type: string; text: string };
};

/** Sends a request for an endpoint and answers the raw response, for streams. */
export async function send(
  options: ClientOptions,
  endpoint: Pick<Endpoint, 'method' | 'path'>,
  input: Parts,
  init: CallInit = {},
): Promise<Response> {
  const request = options.fetch ?? fetch;
  const url = urlOf(options.baseUrl, endpoint, input);
  const raw = input.raw ?? jsonBody(input.body);
  const sent: RequestInit = {
    method: endpoint.method,
    headers: {
      ...(raw ? { 'content-type': raw.type } : {}),
      ...headersOf(options),
      ...init.headers,
    },
    ...(raw ? { body: raw.text } : {}),
    ...(init.signal ? { signal: init.signal } : {}),
    credentials: 'same-origin',
  };
  const response = await asConnection(() => request(url, sent), init.signal);
  options.onAnswer?.(response);
  return response;
}

/** Headers that say who is calling. */
export function headersOf({ apiKey, headers }: ClientOptions): Record<string, string> {
  return { ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}), ...headers?.() };
}

function jsonBody(body: unknown): Parts['raw'] {
  return body === undefined ? undefined : { type: 'application/json', text: JSON.stringify(body) };
}

/** Reads an answer's text; a connection that breaks meanwhile is told apart from a bad answer. */
export async function textOf(response: Response, signal?: AbortSignal): Promise<string> {
  return asConnection(() => response.text(), signal);
}

async function asConnection<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new ConnectionError(error);
  }
}

/** The address of an endpoint with its parameters filled in; `*` takes the rest of a path. */
export function urlOf(baseUrl: string, endpoint: Pick<Endpoint, 'path'>, input: Parts): string {
  const path = endpoint.path
    .replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''))
    .replace(/\*$/, () => (input.params?.['*'] ?? '').split('/').map(encodeURIComponent).join('/'));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  const text = query.toString();
  return `${baseUrl.replace(/\/$/, '')}${path}${text ? `?${text}` : ''}`;
}

/** Reads a refusal; answers that are no problem document (a proxy's page) become one. */
export async function problemFrom(response: Response): Promise<ProblemError> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const problem = await response.json().then(
    (body: unknown) => body as ProblemLike,
    () => null,
  );
  const known: ProblemLike = problem?.code
    ? problem
    : {
        status: response.status,
        code: 'answer.unreadable',
        detail: `The server answered ${response.status}.`,
      };
  return new ProblemError(known, Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined);
}
