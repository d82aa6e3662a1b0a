import { createContext, useContext } from 'react';
import type { PolicySubject } from '../../../core/use-cases/use-case.ts';

/** The use case the edited policy belongs to: what its fields offer depends on it. */
export const SubjectContext = createContext<PolicySubject | null>(null);

export function useSubject(): PolicySubject {
  const subject = useContext(SubjectContext);
  if (!subject) throw new Error('a policy is edited without its use case');
  return subject;
}

/** Names of the classes, where the output is one. */
export function classNames({ outputKind, classes }: PolicySubject): readonly string[] {
  return outputKind === 'class' ? classes.map((one) => one.name) : [];
}
