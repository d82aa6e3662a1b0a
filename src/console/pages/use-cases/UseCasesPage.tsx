import { Page } from '../../ui/Page.tsx';

export default function UseCasesPage() {
  return <Page title="Use cases">{null}</Page>;
}
