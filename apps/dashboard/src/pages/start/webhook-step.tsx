import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './step.module.css';

/** What a webhook is good for, and the way to it. */
export function WebhookStep() {
  return (
    <div className={classes['part']}>
      <p>
        A webhook tells your server when a challenge was paid, when the wallet confirms it, and when a wallet
        is away. Delivery is signed, repeated until it arrives, and can be replayed. Verify needs none of it.
      </p>
      <div className={classes['row']}>
        <Button renderRoot={(props) => <Link to="/webhooks" {...props} />}>Add a webhook</Button>
        <Button variant="default" renderRoot={(props) => <Link to="/feed" {...props} />}>
          Or watch the live feed
        </Button>
      </div>
    </div>
  );
}
