import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import classes from './Frame.module.css';
import { KeySheet } from './KeySheet.tsx';
import { Navigation } from './Navigation.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { SaidToast } from './SaidToast.tsx';
import { SchemeToggle } from './SchemeToggle.tsx';

/** What surrounds every page of a signed-in person. */
export function Frame() {
  const [open, setOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useFocusNewPage(path);
  return (
    <div className={classes.frame} data-open={open || undefined}>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <section className={classes.bar} aria-label="Top">
        <Brand />
        <button
          type="button"
          className={classes.burger}
          aria-expanded={open}
          aria-controls="rail"
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'close' : 'menu'} size={22} />
          <span className="unseen">{open ? 'Close the menu' : 'Open the menu'}</span>
        </button>
      </section>
      <aside className={classes.rail} id="rail">
        <div className={classes.brandPlace}>
          <Brand />
        </div>
        <Navigation onGo={() => setOpen(false)} />
        <div className={classes.foot}>
          <SchemeToggle />
          <PersonMenu />
        </div>
      </aside>
      <main className={classes.main} id="content" tabIndex={-1}>
        <ConnectionBanner />
        <Outlet />
      </main>
      <SaidToast />
      <KeySheet />
    </div>
  );
}

function Brand() {
  return (
    <span className={classes.brand}>
      <img src="/icon.svg" alt="" width={26} height={26} />
      Steerhouse
    </span>
  );
}

/** A screen reader hears the new page: focus goes to its heading, except on the first page and when it is held already. */
function useFocusNewPage(path: string): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const held = document.activeElement?.closest('#content');
    if (!held) document.getElementById('page-title')?.focus({ preventScroll: true });
  }, [path]);
}
