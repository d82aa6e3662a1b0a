import type { Static } from 'typebox';
import type { UseCase as Declared } from '../../../contract/use-cases.ts';
import type { fieldTypes, outputKinds, riskClasses } from '../../../core/use-cases/use-case.ts';

export type UseCase = Static<typeof Declared>;

export const outputWords: Readonly<Record<(typeof outputKinds)[number], { name: string; about: string }>> = {
  class: { name: 'A class', about: 'one of a fixed list, e.g. an intent' },
  text: { name: 'Text', about: 'e.g. a drafted reply' },
  structured: { name: 'Structured data', about: 'JSON, e.g. fields read from a form' },
  'tool-call': { name: 'A tool call', about: 'what an agent wants to do' },
};

export const riskWords: Readonly<Record<(typeof riskClasses)[number], string>> = {
  minimal: 'Minimal',
  limited: 'Limited',
  high: 'High',
};

export const fieldWords: Readonly<Record<(typeof fieldTypes)[number], string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'yes or no',
  timestamp: 'time',
};
