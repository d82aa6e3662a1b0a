import type { Certificate } from '../../../contract/certificates.ts';
import { exactShare, thresholdWords } from '../../parts/certificate-words.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Mark, type Tone } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { numberWords, percentWords } from '../../ui/words.ts';

type Slice = Certificate['slices'][number];

const outcomes: Readonly<Record<Slice['outcome'], { words: string; tone: Tone }>> = {
  certified: { words: 'certified', tone: 'released' },
  inherited: { words: 'takes the stricter', tone: 'waiting' },
  'not-certifiable': { words: 'too few labels', tone: 'refused' },
};

/** A limit for all can hide a bad part: here is each. */
export function SlicesPanel({ slices }: { slices: readonly Slice[] }) {
  return (
    <Panel title="By slice" hint="A limit for all traffic can hide a part that is far above it" flush>
      <DataTable
        label="Certificate by slice"
        rows={slices}
        rowKey={(slice) => slice.value}
        maxHeight="24rem"
        columns={[
          {
            name: 'Slice',
            show: ({ value }) =>
              value === '' ? <span className="soft">no value</span> : <Breakable text={value} />,
          },
          {
            name: 'Outcome',
            show: ({ outcome }) => <Mark tone={outcomes[outcome].tone}>{outcomes[outcome].words}</Mark>,
          },
          {
            name: 'Threshold',
            numeric: true,
            show: ({ threshold }) => (threshold === null ? '–' : thresholdWords(threshold)),
          },
          {
            name: 'Released',
            numeric: true,
            wideOnly: true,
            show: ({ coverage }) => (coverage === null ? '–' : percentWords(coverage)),
          },
          { name: 'Labels', numeric: true, wideOnly: true, show: (slice) => numberWords(slice.n) },
          { name: 'Errors', numeric: true, wideOnly: true, show: (slice) => numberWords(slice.k) },
          {
            name: 'At most',
            numeric: true,
            wideOnly: true,
            show: ({ upper }) => (upper === null ? '–' : exactShare(upper)),
          },
        ]}
      />
    </Panel>
  );
}
