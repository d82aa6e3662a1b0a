import type { Page } from 'playwright-core';

/** As a person does it; ends on the overview. */
export async function signInAt(
  page: Page,
  { baseUrl, email, password }: { baseUrl: string; email: string; password: string },
): Promise<void> {
  await page.goto(`${baseUrl}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}
