import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import type { ReplaySearch } from './replay-search.ts';

/** Changes what the address says of replays and sweeps; the page stays where it is. */
export function useSearchChange(useCaseId: string, search: ReplaySearch): (part: ReplaySearch) => void {
  const go = useGo();
  return (part) =>
    void go(paths.replays({ ...search, useCaseId, ...part }), { replace: true, resetScroll: false });
}
