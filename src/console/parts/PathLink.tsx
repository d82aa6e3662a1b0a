import { Link } from '@tanstack/react-router';
import type { CSSProperties, FocusEventHandler, MouseEventHandler, ReactNode, Ref } from 'react';
import { readSearch } from '../paths.ts';

export type PathLinkProps = {
  /** An address built by `paths`. */
  path: string;
  replace?: boolean;
  /** Counts as the current page only when the address is this one, not one below it. */
  exact?: boolean;
  /** Marks the one of several links that stands for what is shown; addresses that differ in search only need it. */
  current?: boolean;
  ref?: Ref<HTMLAnchorElement>;
  className?: string | undefined;
  style?: CSSProperties;
  title?: string;
  onClick?: MouseEventHandler<HTMLAnchorElement>;
  onFocus?: FocusEventHandler<HTMLAnchorElement>;
  onMouseEnter?: MouseEventHandler<HTMLAnchorElement>;
  'data-decision-link'?: boolean;
  children?: ReactNode;
};

/** A link to a page of the console; loads that page's data when the pointer rests on it. */
export function PathLink({ path, replace = false, exact = false, current, ...rest }: PathLinkProps) {
  const [pathname = '/', search = ''] = path.split('?');
  return (
    <Link
      to={pathname}
      search={readSearch(search)}
      replace={replace}
      activeOptions={{ exact, includeSearch: current !== undefined }}
      {...(current ? { 'aria-current': 'true' as const } : {})}
      {...(rest as object)} // Mantine passes aria and data attributes on; the link takes them all
    />
  );
}
