import { Fragment } from 'react';

/** Names made of words with underscores, and addresses, may break between their words instead of anywhere or nowhere. */
export function Breakable({ text }: { text: string }) {
  return text.split(/(?<=[_./-])|(?=@)/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}
