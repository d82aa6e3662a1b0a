import { NothingHere } from './NothingHere.tsx';

/** No page at this address. */
export function NotFound() {
  return (
    <NothingHere because="There is no page at this address.">
      It may have been moved, or the link was cut off when it was copied.
    </NothingHere>
  );
}
