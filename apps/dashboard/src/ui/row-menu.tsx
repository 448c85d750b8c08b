import { ActionIcon, Menu } from '@mantine/core';
import { Icon } from './icon.js';
import type { IconName } from './icon.js';

/** Something that can be done to a row. */
export interface RowDeed {
  readonly label: string;
  readonly icon: IconName;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** What can be done to one row of a table, behind a button that names the row. */
export function RowMenu({ of, deeds }: { readonly of: string; readonly deeds: readonly RowDeed[] }) {
  if (deeds.length === 0) return null;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${of}`}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {deeds.map(({ label, icon, danger = false, disabled = false, onClick }) => (
          <Menu.Item
            key={label}
            leftSection={<Icon name={icon} />}
            disabled={disabled}
            {...(danger ? { style: { color: 'var(--tp-bad)' } } : {})}
            onClick={onClick}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
