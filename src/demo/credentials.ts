import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Login = { email: string; name: string; password: string };

/** What the demo needs to find its way in again at the next start; made on the first. */
export type Credentials = {
  administrator: Login;
  visitor: Login;
  owner: Login;
  apiKey: string | null;
  people: Record<string, Login>;
  /** How many queries of the opening have been sent. */
  opened: number;
  /** What the owner finds on the desk is there; it is laid there once, and may be thrown away. */
  prepared: boolean;
};

const fileName = 'demo-credentials.json';

/** What an earlier version of the demo did not know of is made new. */
export function readCredentials(folder: string): Credentials {
  try {
    const kept = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as Partial<Credentials>; // written by keepCredentials
    return { ...newCredentials(), ...kept };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return newCredentials();
  }
}

function newCredentials(): Credentials {
  return {
    administrator: newLogin('administrator@demo.invalid', 'Ada Administrator'),
    visitor: newLogin('visitor@demo.invalid', 'Vera Visitor'),
    owner: newLogin('owner@demo.invalid', 'Olivia Owner'),
    apiKey: null,
    people: {},
    opened: 0,
    prepared: false,
  };
}

export function keepCredentials(folder: string, credentials: Credentials): void {
  writeFileSync(join(folder, fileName), JSON.stringify(credentials, null, 2), { mode: 0o600 });
}

export function newLogin(email: string, name: string): Login {
  return { email, name, password: randomBytes(9).toString('base64url') };
}
