/**
 * How the embedded server runs: durable, for two cores and a machine that does other things too. Given on the command
 * line, so that a newer version of Steerhouse brings its own values to an existing folder.
 */
export const postgresSettings = {
  // Reached through a socket in a folder only its owner may enter; measured as fast as TCP.
  listen_addresses: '',
  unix_socket_permissions: '0700',

  // Accepted means durable.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // Compression costs more processor than it saves in disk on the ingest path.
  wal_compression: 'off',

  shared_buffers: '128MB',
  // The default of 1/32 of shared_buffers makes concurrent batches write WAL before their commit.
  wal_buffers: '16MB',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',

  // Statements are short and prepared; compiling them costs more than running them.
  jit: 'off',
  // Reads come from memory; three I/O workers would only hold memory.
  io_method: 'sync',
  max_connections: '40',
  max_worker_processes: '4',
  // No logical replication: its launcher would be one more idle process.
  max_logical_replication_workers: '0',
  autovacuum: 'on',
  autovacuum_max_workers: '2',
  autovacuum_worker_slots: '2',
  track_commit_timestamp: 'off',

  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log must never hold a payload or a secret: no statements, no parameters, no "failing row" details.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
} as const satisfies Record<string, string>;

/** The settings as arguments of the `postgres` program. */
export function settingArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
