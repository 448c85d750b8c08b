import { queryClient } from '../api/query-client.js';
import { setMode, useMode } from '../api/mode.js';
import type { Mode } from '../api/mode.js';
import { useSession } from '../session/use-session.js';
import classes from './mode-switch.module.css';

const choices: readonly { readonly mode: Mode; readonly label: string }[] = [
  { mode: 'test', label: 'Test' },
  { mode: 'live', label: 'Live' },
];

/** Chooses between sandbox and real money. The session of an API key has one mode only. */
export function ModeSwitch() {
  const mode = useMode();
  const { mode: fixed } = useSession();
  const choose = (wanted: Mode): void => {
    setMode(wanted);
    void queryClient.invalidateQueries();
  };
  return (
    <fieldset className={classes['switch']} data-mode={mode}>
      <legend className="tp-hidden">Mode</legend>
      {choices.map(({ mode: choice, label }) => (
        <label key={choice} className={classes['choice']} data-chosen={choice === mode}>
          <input
            type="radio"
            name="mode"
            className="tp-hidden"
            value={choice}
            checked={choice === mode}
            disabled={fixed !== null && fixed !== choice}
            onChange={() => choose(choice)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
