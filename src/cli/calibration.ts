import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { type calibrationSources, getReliability } from '../contract/calibration.ts';
import { listModelVersions } from '../contract/models.ts';
import { importValidationSet, type ValidationSet } from '../contract/validation-sets.ts';
import { type Client, problemFrom, send, textOf } from '../sdk/client.ts';
import { withClient } from './connect.ts';
import { findUseCase } from './find-use-case.ts';
import { printable, printFields, printJson } from './print.ts';
import { parseJson, readInput } from './read-documents.ts';
import { Failure, type Terminal, UsageError } from './terminal.ts';

type Where = { useCase: string; model: string };
type ReportFlags = Where & { source: (typeof calibrationSources)[number]; from?: string; before?: string };

export function addCalibration(program: Command, terminal: Terminal): void {
  const group = program
    .command('calibration')
    .description('how far confidence can be trusted: import labelled rows, report');
  addImport(group, terminal);
  addReport(group, terminal);
}

function addImport(group: Command, terminal: Terminal): void {
  group
    .command('import <file>')
    .description('import a validation set: all of its rows, or none if one of them is bad')
    .requiredOption('--use-case <slug>')
    .requiredOption('--model <name>', 'model version that gave the confidence')
    .option('--name <name>', 'what to call it; the name of the file where left out')
    .addHelpText(
      'after',
      `
The file is CSV (.csv: the first line names the columns), NDJSON (.ndjson, .jsonl), or a JSON array (.json); - reads CSV from the
input. Columns: confidence, and correct (true, false) or label and truth; metadata.<field> for slices.

Example:
  steerhouse calibration import labelled.csv --use-case refunds --model v3`,
    )
    .action(async (file: string, { name, ...where }: Where & { name?: string }, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const raw = rowsOf(file, await readInput(file, terminal));
        const set = await upload(client, { ...where, name: name ?? basename(file), raw });
        if (json) return printJson(terminal, set);
        const { rows, wrong, validationSetId } = set;
        terminal.out(
          printable(`Imported ${rows} rows as "${set.name}", ${wrong} of them wrong (${validationSetId}).\n`),
        );
      }),
    );
}

type Upload = Where & { name: string; raw: { type: string; text: string } };

async function upload(client: Client, { name, raw, ...where }: Upload): Promise<ValidationSet> {
  const { useCaseId, modelVersionId } = await find(client, where);
  const parts = { params: { useCaseId }, query: { modelVersionId, name }, raw };
  const response = await send(client.options, importValidationSet, parts);
  if (!response.ok) throw await problemFrom(response);
  return JSON.parse(await textOf(response)) as ValidationSet; // the server serialises by this schema
}

/** How a file is sent, by its name. A JSON array goes as lines, which may be many. */
function rowsOf(file: string, text: string): Upload['raw'] {
  if (/\.(ndjson|jsonl)$/i.test(file)) return { type: 'application/x-ndjson', text };
  if (!/\.json$/i.test(file)) return { type: 'text/csv', text };
  const rows = parseJson(text, file);
  if (!Array.isArray(rows)) throw new UsageError(`${file} is no JSON array of rows.`);
  return { type: 'application/x-ndjson', text: rows.map((row) => JSON.stringify(row)).join('\n') };
}

function addReport(group: Command, terminal: Terminal): void {
  group
    .command('report')
    .description('what the labels say about a model version')
    .requiredOption('--use-case <slug>')
    .requiredOption('--model <name>')
    .addOption(new Option('--source <source>').choices(['audited', 'graded']).default('graded'))
    .option('--from <time>', 'decisions recorded from then on')
    .option('--before <time>', 'and before then')
    .action(async ({ source, from, before, ...where }: ReportFlags, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { useCaseId, modelVersionId } = await find(client, where);
        const query = { modelVersionId, source, ...(from ? { from } : {}), ...(before ? { before } : {}) };
        const report = await client.call(getReliability, { params: { useCaseId }, query });
        if (json) return printJson(terminal, report);
        const { labels, ece } = report;
        printFields(terminal, [
          ['labels', `${labels.graded}, worth ${Math.floor(labels.nEffective)}`],
          ['decisions', labels.population],
          ['gap', report.gapSentence],
          ['smooth error', ece.smooth],
          ['ECE', ece.value],
          ['noise floor', ece.noiseFloor],
          ['Brier', report.scores.brier.value],
          ['log-loss', report.scores.logLoss.value],
        ]);
        for (const note of labels.notes) terminal.out(`  ${printable(note)}\n`);
      }),
    );
}

async function find(client: Client, { useCase, model }: Where) {
  const { useCaseId } = await findUseCase(client, useCase);
  let cursor: string | undefined;
  do {
    const query = { limit: 200, ...(cursor ? { cursor } : {}) };
    const page = await client.call(listModelVersions, { params: { useCaseId }, query });
    const found = page.items.find(({ name }) => name === model);
    if (found) return { useCaseId, modelVersionId: found.modelVersionId };
    cursor = page.next ?? undefined;
  } while (cursor);
  throw new Failure(`${useCase} has no model version "${model}". See: steerhouse models list ${useCase}`);
}
