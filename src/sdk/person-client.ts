import { signIn, signInWithLink, signOut } from '../contract/access.ts';
import type { AnswerOf } from '../contract/endpoint.ts';
import { type Client, type ClientOptions, openClient } from './client.ts';

export type SignedIn = AnswerOf<typeof signIn>;

/** A person's session outside a browser: keeps the cookie and the CSRF token between calls. */
export type PersonClient = Client & {
  signIn(who: { email: string; password: string }): Promise<SignedIn>;
  signInWithLink(token: string): Promise<SignedIn>;
  signOut(): Promise<void>;
};

/** For Node: scripts and simulated reviewers. A browser keeps its cookie itself and needs none of this. */
export function openPersonClient(
  options: Pick<ClientOptions, 'baseUrl' | 'fetch' | 'onAnswer'>,
): PersonClient {
  const cookies = new Map<string, string>();
  let csrfToken = '';
  const client = openClient({
    ...options,
    headers: () => ({
      ...(cookies.size > 0
        ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
        : {}),
      ...(csrfToken ? { 'x-csrf-token': csrfToken } : {}),
    }),
    onAnswer: (response) => {
      for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
      options.onAnswer?.(response);
    },
  });
  const enter = (signedIn: SignedIn) => {
    csrfToken = signedIn.csrfToken;
    return signedIn;
  };
  return {
    ...client,
    signIn: async (who) => enter(await client.call(signIn, { body: who })),
    signInWithLink: async (token) => enter(await client.call(signInWithLink, { body: { token } })),
    signOut: async () => {
      await client.call(signOut);
      cookies.clear();
      csrfToken = '';
    },
  };
}

/** Name and value only: one server, one path, and a session that ends is told by its 401. */
function keepCookie(cookies: Map<string, string>, setCookie: string): void {
  const [pair = '', ...attributes] = setCookie.split(';');
  const split = pair.indexOf('=');
  if (split < 1) return;
  const name = pair.slice(0, split).trim();
  const gone =
    attributes.some((attribute) => /^\s*max-age=(0|-\d+)\s*$/i.test(attribute)) || expired(attributes);
  if (gone) cookies.delete(name);
  else cookies.set(name, pair.slice(split + 1).trim());
}

function expired(attributes: readonly string[]): boolean {
  const expires = attributes.find((attribute) => /^\s*expires=/i.test(attribute));
  return expires !== undefined && Date.parse(expires.slice(expires.indexOf('=') + 1)) <= Date.now();
}
