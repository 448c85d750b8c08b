import { Drawer } from '@mantine/core';
import { MerchantMenu } from './account-menu.js';
import { Menu } from './menu.js';

/** The menu as it comes from the side on a narrow screen. */
export function MenuDrawer({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={290}
      title="Turnpike"
      closeButtonProps={{ 'aria-label': 'Close the menu' }}
    >
      <MerchantMenu />
      <div style={{ height: 12 }} />
      <Menu onChosen={onClose} />
    </Drawer>
  );
}
