import { Page } from '../../ui/Page.tsx';

export default function SignInLinkPage() {
  return <Page title="Sign in">{null}</Page>;
}
