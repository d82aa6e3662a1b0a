/** A statement with its parameters; `name` makes it a prepared statement of the connection. */
export type Sql = { text: string; values: unknown[]; name?: string };

/**
 * Writes a statement as a template; every `${value}` becomes a parameter, never text.
 *
 * @example sql`select name from person where person_id = ${personId}`
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  let text = strings[0] ?? '';
  for (let i = 0; i < values.length; i++) text += `$${i + 1}${strings[i + 1] ?? ''}`;
  return { text, values };
}
