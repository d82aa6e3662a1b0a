import { Page } from '../../ui/Page.tsx';

export default function LedgerPage() {
  return <Page title="Ledger">{null}</Page>;
}
