import { ActionIcon, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRouterState } from '@tanstack/react-router';
import { Suspense, lazy, useCallback, useEffect, useRef, useState } from 'react';
import { setMode, useMode } from '../api/mode.js';
import { useSession } from '../session/use-session.js';
import { Icon } from '../ui/icon.js';
import { MerchantMenu, PersonMenu } from './account-menu.js';
import { Mark } from './mark.js';
import { Menu } from './menu.js';
import { MerchantOutlet } from './merchant-outlet.js';
import { ModeBar } from './mode-bar.js';
import { ModeSwitch } from './mode-switch.js';
import { useShortcuts } from './use-shortcuts.js';
import classes from './shell.module.css';

const MenuDrawer = lazy(() => import('./menu-drawer.js').then((part) => ({ default: part.MenuDrawer })));
const ShortcutsDialog = lazy(() =>
  import('./shortcuts-dialog.js').then((part) => ({ default: part.ShortcutsDialog })),
);

/** What stands around every page behind the sign-in: mode, menu, and who is signed in. */
export function Shell() {
  const [menuOpened, menu] = useDisclosure(false);
  const [helpOpened, help] = useDisclosure(false);
  const wasMenuOpened = useOnce(menuOpened);
  const wasHelpOpened = useOnce(helpOpened);
  const { mode: fixedMode } = useSession();
  const mode = useMode();
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  useShortcuts(help.open);
  useHeadingFocus(path);
  useEffect(() => {
    if (fixedMode !== null) setMode(fixedMode);
  }, [fixedMode]);
  const skip = useCallback(() => focusHeading(), []);
  return (
    <div className={classes['shell']} data-mode={mode}>
      <button type="button" className={classes['skip']} onClick={skip}>
        Skip to content
      </button>
      <div className={classes['top']}>
        <ModeBar />
        <header className={classes['header']}>
          <ActionIcon
            className={classes['burger'] ?? ''}
            variant="subtle"
            color="gray"
            size={36}
            aria-label="Open the menu"
            onClick={menu.open}
          >
            <Icon name="menu" size={22} />
          </ActionIcon>
          <span className={classes['brand']}>
            <Mark size={26} />
            <span className={classes['name']}>Turnpike</span>
          </span>
          <span className={classes['gap']} />
          <ModeSwitch />
          <span className={classes['help']}>
            <Tooltip label="Keyboard shortcuts (?)">
              <ActionIcon
                variant="default"
                size={34}
                radius="xl"
                aria-label="Keyboard shortcuts"
                onClick={help.open}
              >
                <Icon name="keyboard" />
              </ActionIcon>
            </Tooltip>
          </span>
          <PersonMenu onShortcuts={help.open} />
        </header>
      </div>
      <div className={classes['side']}>
        <MerchantMenu />
        <Menu />
      </div>
      <main className={classes['main']} id="main">
        <MerchantOutlet />
      </main>
      <Suspense fallback={null}>
        {wasMenuOpened && <MenuDrawer opened={menuOpened} onClose={menu.close} />}
        {wasHelpOpened && <ShortcutsDialog opened={helpOpened} onClose={help.close} />}
      </Suspense>
    </div>
  );
}

/** Whether it was ever true: what is opened once stays, so that it can close gently. */
function useOnce(value: boolean): boolean {
  const [was, setWas] = useState(value);
  if (value && !was) setWas(true);
  return was || value;
}

function focusHeading(): void {
  document.querySelector<HTMLElement>('main h1')?.focus();
}

/** After going to another page, the keyboard and the screen reader begin at its heading. */
function useHeadingFocus(path: string | undefined): void {
  const last = useRef(path);
  useEffect(() => {
    if (path === undefined || last.current === path) return;
    const isFirst = last.current === undefined;
    last.current = path;
    if (!isFirst) focusHeading();
  }, [path]);
}
