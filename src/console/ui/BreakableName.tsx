import { Fragment } from 'react';

/** A name such as `card_payment_wrong_exchange_rate`, which may break at its joints and nowhere else. */
export function BreakableName({ name }: { name: string }) {
  return name.split(/(?<=[_\-./])/).map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a name have no identity but their place.
    <Fragment key={place}>
      {part}
      <wbr />
    </Fragment>
  ));
}
