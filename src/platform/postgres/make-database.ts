import pg from 'pg';

/**
 * Makes the role and the database the product works with. The role is no superuser, so a mistake in our SQL cannot
 * reach the server's files; it may create databases, because tests clone theirs.
 */
export async function makeDatabase(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const roles = await client.query("select 1 from pg_roles where rolname = 'steerhouse'");
    if (roles.rowCount === 0) {
      await client.query('create role steerhouse login createdb in role pg_monitor, pg_checkpoint');
    }
    const databases = await client.query("select 1 from pg_database where datname = 'steerhouse'");
    if (databases.rowCount === 0) await client.query('create database steerhouse owner steerhouse');
  } finally {
    await client.end();
  }
}
