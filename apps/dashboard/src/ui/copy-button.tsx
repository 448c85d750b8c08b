import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon } from './icon.js';

/** What is copied, and what it is called: "Copy payment hash". */
export interface CopyButtonProps {
  readonly value: string;
  readonly what: string;
  /** With words instead of the icon alone. */
  readonly labelled?: boolean;
}

/** Copies a text, and says that it did, to the eye and to a screen reader. */
export function CopyButton({ value, what, labelled = false }: CopyButtonProps) {
  const clipboard = useClipboard({ timeout: 1_600 });
  const label = clipboard.copied ? 'Copied' : `Copy ${what}`;
  const icon = <Icon name={clipboard.copied ? 'check' : 'copy'} size={16} />;
  const copy = (event: React.MouseEvent): void => {
    event.stopPropagation();
    event.preventDefault();
    clipboard.copy(value);
  };
  const said = (
    <span role="status" className="tp-hidden">
      {clipboard.copied ? `Copied ${what}` : ''}
    </span>
  );
  if (labelled)
    return (
      <Button variant="default" onClick={copy} leftSection={icon}>
        {label}
        {said}
      </Button>
    );
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={copy}>
          {icon}
        </ActionIcon>
      </Tooltip>
      {said}
    </>
  );
}
