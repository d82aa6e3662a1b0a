import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeDraft, checkPolicy, getPolicyVersion } from '../../../contract/policies.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { ProblemError } from '../../../sdk/problem-error.ts';
import { client } from '../../client.ts';
import { policyVersionQuery } from '../../parts/policy-queries.ts';
import type { PolicyVersion, Problem } from './policy-version.ts';
import { problemsIn } from './problems-at.ts';
import { readDocument } from './read-document.ts';

/** After the last keystroke before the server is asked what it thinks of the draft. */
const checkAfterMs = 300;

export type Draft = ReturnType<typeof useDraft>;

/** A draft as it stands in the editor, what the server has of it, and what is wrong with it. */
export function useDraft(version: PolicyVersion) {
  const queryClient = useQueryClient();
  const [saved, setSaved] = useState(version);
  const [document, setDocument] = useState<PolicyDocument>(version.document);
  const [note, setNote] = useState(version.note);
  const [text, setText] = useState<string | null>(null);
  const [theirs, setTheirs] = useState<PolicyVersion | null>(null);
  const reading = text === null ? null : readDocument(text);
  const unreadable = reading && !reading.ok ? reading.because : null;

  const save = useMutation({
    mutationFn: (revision: number | null) =>
      client.call(changeDraft, {
        params: { policyVersionId: version.policyVersionId },
        body: { revision: revision ?? saved.revision, document: document as PolicyVersion['document'], note }, // the same shape, readonly
      }),
    onSuccess: async (answer) => {
      setSaved(answer);
      setTheirs(null);
      queryClient.setQueryData(policyVersionQuery(answer.policyVersionId).queryKey, answer);
      await queryClient.invalidateQueries({ queryKey: ['policies', 'of', answer.useCaseId] });
    },
    onError: async (error) => {
      if (!(error instanceof ProblemError) || error.code !== 'policy.changed-meanwhile') return;
      const { policyVersionId } = version;
      setTheirs(await client.call(getPolicyVersion, { params: { policyVersionId } }));
    },
  });

  return {
    document,
    change: setDocument,
    note,
    setNote,
    text,
    /** JSON as typed; as long as it cannot be read, the rules stay what they were. */
    typeText(typed: string): void {
      setText(typed);
      const read = readDocument(typed);
      if (read.ok) setDocument(read.document);
    },
    closeText: () => setText(null),
    unreadable,
    saved,
    save,
    theirs,
    takeTheirs(): void {
      if (!theirs) return;
      setSaved(theirs);
      setDocument(theirs.document);
      setNote(theirs.note);
      setText(null);
      setTheirs(null);
      save.reset();
    },
    unsaved: note !== saved.note || JSON.stringify(document) !== JSON.stringify(saved.document),
    problems: useProblems(version.useCaseId, document),
  };
}

/** What the server says about a document while it is typed; null until it has said something. */
function useProblems(useCaseId: string, document: PolicyDocument): readonly Problem[] | null {
  const [settled] = useDebouncedValue(document, checkAfterMs);
  const { data } = useQuery({
    queryKey: ['policy-check', useCaseId, JSON.stringify(settled)],
    queryFn: async () => {
      try {
        const body = { document: settled as PolicyVersion['document'] }; // the same shape, readonly
        return (await client.call(checkPolicy, { params: { useCaseId }, body })).problems;
      } catch (error) {
        const problems = problemsIn(error);
        if (problems.length > 0) return problems;
        throw error;
      }
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return data ?? null;
}
