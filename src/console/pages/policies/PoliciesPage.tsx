import { Page } from '../../ui/Page.tsx';

export default function PoliciesPage() {
  return <Page title="Policies">{null}</Page>;
}
