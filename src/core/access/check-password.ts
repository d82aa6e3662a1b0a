export const shortestPassword = 12;

const wellKnown = ['password', 'passwort', 'steerhouse', 'qwertz', 'qwerty', 'letmein', 'welcome', 'admin'];

/**
 * Whether a password may be taken. Length is the rule that matters (NIST SP 800-63B 5.1.1.2): no demand for kinds of
 * characters. Refused beyond that is what an attacker tries first: little variety, a well-known word or the account's
 * own name making up most of it, and straight runs.
 */
export function checkPassword(
  password: string,
  account: { email: string; name: string },
): { ok: true } | { ok: false; because: string } {
  const characters = [...password];
  if (characters.length < shortestPassword) {
    return { ok: false, because: `It has fewer than ${shortestPassword} characters.` };
  }
  if (new Set(characters).size < 5) return { ok: false, because: 'It repeats the same few characters.' };
  const rest = withoutGuessable(password.toLowerCase(), account);
  if (rest.length < 6) {
    return { ok: false, because: 'Little is left of it without your name, well-known words and runs.' };
  }
  return { ok: true };
}

function withoutGuessable(password: string, account: { email: string; name: string }): string {
  const [mailbox = '', domain = ''] = account.email.toLowerCase().split('@');
  const own = [mailbox, ...domain.split('.'), ...account.name.toLowerCase().split(/\s+/)];
  const words = [...wellKnown, ...own.filter((word) => word.length >= 3)];
  // Longer words first, so that a word inside another does not leave its rest.
  words.sort((a, b) => b.length - a.length);
  return words.reduce((rest, word) => rest.replaceAll(word, ''), password).replace(/./gsu, keepUnlessRun);
}

/** Drops a character that follows the one before it in order, as in 1234 or abcd. */
function keepUnlessRun(character: string, offset: number, whole: string): string {
  const before = offset > 0 ? whole.charCodeAt(offset - 1) : Number.NaN;
  return Math.abs(character.charCodeAt(0) - before) <= 1 ? '' : character;
}
