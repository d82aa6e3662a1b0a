import { Page } from '../../ui/Page.tsx';

export default function UseCasePage() {
  return <Page title="Use case">{null}</Page>;
}
