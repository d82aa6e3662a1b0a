// The errors of the operating system and of PostgreSQL that a person can do something about, as sentences.
import { maskUrl } from './mask-url.ts';
import { StartFailure } from './start-failure.ts';

type CodedError = { code?: unknown; message?: unknown };

/** Why the server cannot listen, or null when the error is none of the expected ones. */
export function explainListenError(error: unknown, at: { host: string; port: number }): StartFailure | null {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${at.port} on ${at.host} is in use by another program: stop it, or set STEERHOUSE_PORT to a free port (STEERHOUSE_PORT=0 takes any).`,
    EACCES: `This user may not listen on port ${at.port}: set STEERHOUSE_PORT to a port above 1023.`,
    EADDRNOTAVAIL: `${at.host} is not an address of this machine: set STEERHOUSE_HOST to 127.0.0.1 or 0.0.0.0.`,
    ENOTFOUND: `The host name ${at.host} is unknown: set STEERHOUSE_HOST to 127.0.0.1 or 0.0.0.0.`,
    EAI_AGAIN: `The host name ${at.host} cannot be looked up now: set STEERHOUSE_HOST to an IP address.`,
  };
  return failure(sentences[codeOf(error)], error);
}

/** Why the embedded database cannot live in the data folder, or null when the error is not one of files. */
export function explainFolderError(error: unknown, folder: string): StartFailure | null {
  const { syscall, message } = error as NodeJS.ErrnoException;
  if (error instanceof StartFailure || syscall === undefined) return null;
  const sentence = `The database cannot be started in the data folder ${folder} (${message}): put that right, or set STEERHOUSE_DATA_DIR to another folder.`;
  return failure(sentence, error);
}

/** Why the database cannot be used, or null when the error is none of the expected ones. The embedded one has no URL. */
export function explainDatabaseError(error: unknown, databaseUrl: string | null): StartFailure | null {
  if (error instanceof StartFailure) return null;
  const found = sentenceForFile(error) ?? databaseSentences[codeOf(error)] ?? sentenceForMessage(error);
  const where = databaseUrl === null ? '' : ` DATABASE_URL is ${maskUrl(databaseUrl)}.`;
  return failure(found && `${found}${where}`, error);
}

const unreachable = 'The database server cannot be reached: check the host and port, and that it is running.';
const untrusted = "The database server's certificate is not trusted: give its authority as sslrootcert.";

const databaseSentences: Record<string, string> = {
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ENOENT: 'There is no PostgreSQL socket at this path: check that the server is running.',
  EACCES: 'The PostgreSQL socket may not be used by this user.',
  ENOTFOUND: 'The host name of the database server is unknown: check its spelling.',
  EAI_AGAIN: 'The host name of the database server cannot be looked up now.',
  '28P01': 'The database server refuses the user or the password.',
  '28000': 'The database server does not let this user in.',
  '3D000': 'The database does not exist: create it, or correct its name.',
  '42501': 'The database user has too few rights: make it the owner of the database.',
  '25006': 'The database takes no changes, as a standby server does: use the one that does.',
  '53100': 'The disk of the database is full: make room.',
  '53300': 'The database server has no connection left: raise its max_connections.',
  '57P03': 'The database server is starting up or shutting down: try again in a moment.',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: "The database server's certificate has expired.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The database server's certificate is for another host name.",
};

/** Certificates and keys of the URL are files, read before anything connects. */
function sentenceForFile(error: unknown): string | undefined {
  const { syscall, path } = error as NodeJS.ErrnoException;
  return syscall === 'open'
    ? `The file ${path} cannot be read: correct sslrootcert, sslcert or sslkey.`
    : undefined;
}

/** `pg` gives some of its own errors no code. */
function sentenceForMessage(error: unknown): string | undefined {
  const message = String((error as CodedError)?.message);
  if (/does not support SSL/.test(message))
    return 'The database server does not speak TLS: use sslmode=disable.';
  if (/client password must be a/.test(message))
    return 'The database server asks for a password, and none is given.';
  if (/timeout/i.test(message) || /Connection terminated/.test(message)) return unreachable;
  return undefined;
}

/** A name with several addresses fails with one error per address; the first tells enough. */
function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as CodedError;
  if (typeof code === 'string') return code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

function failure(sentence: string | undefined, cause: unknown): StartFailure | null {
  return sentence ? new StartFailure(sentence, { cause }) : null;
}
