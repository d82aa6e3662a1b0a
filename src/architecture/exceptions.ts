// Where a limit or a form does not fit, with the reason. An entry that is no longer needed fails the test.

/** Files above the hard limit of lines. */
export const largeFiles: Record<string, string> = {};

/** Functions above the hard limit of lines, as `path name`. */
export const largeFunctions: Record<string, string> = {};

/** Default exports, besides the pages that the router loads. */
export const defaultExports: Record<string, string> = {
  'src/console/vite.config.ts': 'Vite reads its configuration from the default export',
  'src/console/schemaless.ts': 'stands in for the default export of TypeBox in the bundle',
};
