import { Page } from '../../ui/Page.tsx';

export default function DecisionPage() {
  return <Page title="Decision">{null}</Page>;
}
