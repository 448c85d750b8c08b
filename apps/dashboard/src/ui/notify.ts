import { notifications } from '@mantine/notifications';

/** Says in a corner that something was done; it goes by itself. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'pine', autoClose: 4_000 });
}
