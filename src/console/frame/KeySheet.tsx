import { lazy, Suspense, useState } from 'react';
import { useKeys } from '../keys.ts';

/** Loaded with the first `?`: most visits never ask for it. */
const KeyDialog = lazy(async () => ({ default: (await import('./KeyDialog.tsx')).KeyDialog }));

/** All keys of what is on screen, behind `?`. */
export function KeySheet() {
  const [open, setOpen] = useState(false);
  useKeys([{ key: '[Shift]+?', shown: '?', label: 'Show this sheet', run: () => setOpen(true) }]);
  return open ? (
    <Suspense>
      <KeyDialog onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
}
