import { Page } from '../../ui/Page.tsx';

export default function DecisionsPage() {
  return <Page title="Decisions">{null}</Page>;
}
