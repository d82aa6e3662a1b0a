import { Group, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { type View, views } from './views.ts';

export type ViewChoiceProps = {
  view: View;
  policyVersionId: string;
  disabled?: string | null;
  /** What else can be done with the version, at the other end of the row. */
  children?: ReactNode;
};

/** Rules, JSON or changes; the address remembers which. */
export function ViewChoice({ view, policyVersionId, disabled = null, children }: ViewChoiceProps) {
  const go = useGo();
  return (
    <Group justify="space-between" title={disabled ?? undefined}>
      <SegmentedControl
        aria-label="View"
        data={[...views]}
        value={view}
        disabled={disabled !== null}
        onChange={(value) => {
          const shown = value === 'rules' ? undefined : (value as View); // one of the values given above
          void go(paths.policyVersion(policyVersionId, { view: shown }), {
            replace: true,
            resetScroll: false,
          });
        }}
      />
      {children}
    </Group>
  );
}
