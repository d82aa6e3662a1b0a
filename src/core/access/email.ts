/** The one spelling under which an e-mail address is kept and looked up. */
export function keptEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
