import { Icon } from './icon.js';
import { dismissNotice, useNotices } from './notify.js';
import classes from './notices.module.css';

/** The corner in which the page says what was done; read out by screen readers, without taking the focus. */
export function Notices() {
  return (
    <div className={classes['corner']} role="status" aria-live="polite">
      {useNotices().map(({ id, message }) => (
        <div key={id} className={classes['notice']}>
          <Icon name="check" size={18} />
          <span>{message}</span>
          <button
            type="button"
            className={classes['close']}
            aria-label="Dismiss"
            onClick={() => dismissNotice(id)}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
