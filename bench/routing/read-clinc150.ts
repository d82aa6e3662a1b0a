import { readFileSync } from 'node:fs';

export type Question = { readonly text: string; readonly intent: string };

/** CLINC150: what a model learns from, questions it has not seen, and questions that none of its intents fits. */
export type Clinc150 = {
  readonly intents: readonly string[];
  readonly learned: readonly Question[];
  readonly unseen: readonly Question[];
  readonly outOfScope: readonly Question[];
};

export function readClinc150(): Clinc150 {
  const learned = readQuestions('learn.jsonl');
  return {
    intents: [...new Set(learned.map(({ intent }) => intent))],
    learned,
    unseen: readQuestions('unseen.jsonl'),
    outOfScope: readQuestions('out-of-scope.jsonl'),
  };
}

function readQuestions(name: string): Question[] {
  const lines = readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const [, , text, intent] = JSON.parse(line) as [string, number, string, string]; // made by data/copy-clinc150.ts
    return { text, intent };
  });
}
