import { Page } from '../../ui/Page.tsx';

export default function PolicyPage() {
  return <Page title="Policy version">{null}</Page>;
}
