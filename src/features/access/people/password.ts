import { hash, verify } from '@node-rs/argon2';
import { checkPassword } from '../../../core/access/check-password.ts';
import { Refusal } from '../../../platform/refusal.ts';

// OWASP's minimum for argon2id: 19 MiB, two passes, one lane; 10 to 20 ms of one core.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Of a random text nobody kept. Where there is no password to compare with, this costs the same time.
const nobodys =
  '$argon2id$v=19$m=19456,t=2,p=1$qFIdF74BN+nx0LiryY2Xdg$Nk8um4dS75WWvw9tnp/lgqXrOyJyUAedvqH+AQuZzw4';

/** The library's default is argon2id. */
export async function hashPassword(
  password: string,
  account: { email: string; name: string },
): Promise<string> {
  const checked = checkPassword(password, account);
  if (!checked.ok) {
    throw new Refusal(
      'unprocessable',
      'password.weak',
      `This password is easy to guess. ${checked.because}`,
      {
        todo: 'Take a longer one, for instance four words that have nothing to do with each other.',
      },
    );
  }
  return await hash(password, cost);
}

/** Takes the same time whether or not there is a password to compare with. */
export async function verifyPassword(kept: string | null, password: string): Promise<boolean> {
  const fits = await verify(kept ?? nobodys, password);
  return kept !== null && fits;
}
