import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../session/use-session.js';
import classes from './step.module.css';

/** What a proxy is good for, and the way to it. */
export function ProxyStep() {
  const mayMake = useMay('developer');
  return (
    <div className={classes['part']}>
      <p>
        Where you cannot put lines before an API, put the gateway before it: give its address, and get one
        that answers 402 until it is paid. Prices by path, your own host name and a place in the registry are
        there, too. Begin in test mode, with play money.
      </p>
      <div className={classes['row']}>
        {mayMake && (
          <Button renderRoot={(props) => <Link to="/proxies/new" {...props} />}>Make a proxy</Button>
        )}
        <Button variant="default" renderRoot={(props) => <Link to="/proxies" {...props} />}>
          See your proxies
        </Button>
      </div>
    </div>
  );
}
