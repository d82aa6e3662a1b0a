/** Codes that any endpoint may answer with; an endpoint names its own under `refusals`. Programs may rely on them. */
export const generalCodes = {
  'request.invalid': 'Parameters, query or body do not fit the contract; `problems` names each place.',
  'request.bad-request': 'The request could not be read, e.g. broken JSON.',
  'request.not-json': 'The body was sent under another media type than this endpoint takes.',
  'request.unsupported-media': 'The media type of the body is not taken here.',
  'request.too-large': 'The body is larger than the server takes.',
  'request.not-found': 'There is nothing at this address.',
  'request.cross-site': 'A browser sent this write from the page of another site.',
  'request.csrf': 'The write lacks the token of your session.',
  'list.bad-cursor': 'The cursor does not belong to this list.',
  'sign-in.needed': 'Neither a session nor an API key came with the request.',
  'api-key.refused': 'The API key is unknown, revoked or expired.',
  'api-key.too-many': 'Too many wrong API keys came from this address.',
  'permission.missing': 'Your roles or scopes do not allow this.',
  'permission.people-only': 'Only a person with a session may do this.',
  'database.away': 'The database does not answer at the moment; send the same again shortly.',
  internal: 'Something went wrong on our side; the request id finds it in the log.',
} as const satisfies Record<string, string>;
