import type { Comparison } from './compare-file.ts';
import type { ReplayTold } from './tell-replay.ts';

/** A comment for a pull request. */
export function inMarkdown(comparison: Comparison, replay: ReplayTold | null): string {
  const { useCase, inForce, changes, problems, file } = comparison;
  const against = inForce
    ? `against version ${inForce.version}, in force`
    : 'the first policy of this use case';
  const parts = [
    `### Policy of ${plain(useCase.name)} (\`${useCase.slug}\`)`,
    changes.length === 0
      ? `Nothing changes ${against}.`
      : [
          `**Changes** ${against}:`,
          '',
          ...changes.map(({ kind, sentence }) => `- *${kind}*: ${plain(sentence)}`),
        ].join('\n'),
    ...(problems.length === 0
      ? []
      : [
          [
            '**Problems**',
            '',
            ...problems.map(
              ({ severity, message, line }) =>
                `- **${severity}** (${plain(file.name)}, line ${line}): ${plain(message)}`,
            ),
          ].join('\n'),
        ]),
    ...(replay
      ? [`**${plain(replay.title)}**`, table(replay.rows), replay.sentences.map(plain).join('  \n')]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |`;
  return [line(head), `| --- |${' ---: |'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n');
}

/**
 * Text that stays text: names and conditions come from a document that somebody else may have written. The comment
 * behind an @ keeps it from calling people.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replaceAll(/[\\`*_{}[\]<>()#+!|~&$]/g, String.raw`\$&`)
    .replaceAll('@', '@<!-- -->');
}
