import { Page } from '../../ui/Page.tsx';

export default function ApiKeysPage() {
  return <Page title="API keys">{null}</Page>;
}
