import { iconPaths } from './icon-paths.js';

/** The name of one of our icons. */
export type IconName = keyof typeof iconPaths;

/** An icon in the colour of the text around it. It says nothing to a screen reader: its neighbour does. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}
