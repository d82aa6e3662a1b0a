import { Page } from '../../ui/Page.tsx';

export default function AccountPage() {
  return <Page title="Account">{null}</Page>;
}
