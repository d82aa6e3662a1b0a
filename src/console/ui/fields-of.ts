/** The named text fields of a form as they stand when it is sent. */
export function fieldsOf<const N extends readonly string[]>(
  form: HTMLFormElement,
  names: N,
): Record<N[number], string> {
  const data = new FormData(form);
  const fields = names.map((name) => [name, String(data.get(name) ?? '')] as const);
  return Object.fromEntries(fields) as Record<N[number], string>; // one field per name, just above
}
