import { useMode } from '../api/mode.js';
import classes from './mode-bar.module.css';

/** The bar across the top that tells test from live at first sight, and in words. */
export function ModeBar() {
  const mode = useMode();
  return (
    <div className={classes['bar']} data-mode={mode} role="status">
      {mode === 'test' ? (
        <span>
          <strong>Test mode</strong>
          <span className={classes['more']}> · sandbox wallet, no real satoshis move</span>
        </span>
      ) : (
        <span>
          <strong>Live mode</strong>
          <span className={classes['more']}> · real payments into your own wallet</span>
        </span>
      )}
    </div>
  );
}
