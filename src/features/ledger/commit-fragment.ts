/**
 * The row of a commit as part of a larger statement: the ingest path writes a whole batch in one round trip, and the text
 * of every insert stays with the owner of its table.
 *
 * @param first number of the fragment's first parameter; it takes three: commit id, entry count, entries
 * @param onlyIf condition under which it is written
 */
export function commitFragment(first: number, onlyIf: string): string {
  return `insert into ledger_commit (commit_id, entry_count, entries)
    select $${first}::uuid, $${first + 1}::integer, $${first + 2}::bytea where ${onlyIf}`;
}
