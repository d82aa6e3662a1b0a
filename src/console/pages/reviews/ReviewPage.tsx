import { Page } from '../../ui/Page.tsx';

export default function ReviewPage() {
  return <Page title="Review">{null}</Page>;
}
