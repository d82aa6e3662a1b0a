import { Page } from '../../ui/Page.tsx';

export default function OverviewPage() {
  return <Page title="Overview">{null}</Page>;
}
