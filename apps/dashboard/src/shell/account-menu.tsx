import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { useMantineColorScheme } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../api/client.js';
import type { Session } from '../api/shapes/session.js';
import { basePath } from '../session/own-path.js';
import { signOut } from '../session/sign-out.js';
import { useSession } from '../session/use-session.js';
import { words } from '../ui/format.js';
import { Icon } from '../ui/icon.js';
import classes from './account-menu.module.css';

/** Chooses among the merchants that the member belongs to; a name alone where there is one. */
export function MerchantMenu() {
  const session = useSession();
  const change = useMutation({
    mutationFn: (merchantId: number) => api.post<Session>('/api/session/merchant', { merchantId }),
    // Loaded anew, so that nothing of the other merchant stays in memory.
    onSuccess: () => window.location.assign(basePath),
  });
  const current = session.merchants.find(({ merchantId }) => merchantId === session.merchantId);
  const name =
    current?.name ?? (session.merchantId === null ? 'No merchant' : `Merchant ${session.merchantId}`);
  const line = (
    <>
      <span className={classes['initial']} aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className={classes['words']}>
        <span className={classes['name']}>{name}</span>
        <span className={classes['role']}>{session.role === null ? '' : words(session.role)}</span>
      </span>
    </>
  );
  if (session.merchants.length < 2) return <div className={classes['merchant']}>{line}</div>;
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes['merchant'] ?? ''} title="Choose another merchant">
          {line}
          <Icon name="down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {session.merchants.map(({ merchantId, name: other, role }) => (
          <Menu.Item
            key={merchantId}
            onClick={() => change.mutate(merchantId)}
            rightSection={merchantId === session.merchantId ? <Icon name="check" size={16} /> : words(role)}
          >
            {other}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Who is signed in, light or dark, and the way out. */
export function PersonMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const session = useSession();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useMutation({ mutationFn: signOut });
  const who = session.member?.email ?? 'Signed in with an API key';
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="default" size={34} radius="xl" aria-label="Account menu">
          <Icon name="user" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className="tp-break">{who}</Menu.Label>
        {session.member !== null && (
          <Menu.Item leftSection={<Icon name="shield" />} onClick={() => void navigate({ to: '/security' })}>
            Sign-in & security
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Icon name="keyboard" />} onClick={onShortcuts}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {(['light', 'dark', 'auto'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon name={scheme === 'light' ? 'sun' : scheme === 'dark' ? 'moon' : 'settings'} />}
            rightSection={colorScheme === scheme ? <Icon name="check" size={16} /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {scheme === 'auto' ? 'As the system' : words(scheme)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="exit" />} onClick={() => leave.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
