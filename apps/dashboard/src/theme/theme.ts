import { createTheme } from '@mantine/core';
import type { CSSVariablesResolver } from '@mantine/core';
import { amber, brick, night, pine, stone } from './palette.js';

const sans =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif';
const mono = 'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** How Mantine's components look here. */
export const theme = createTheme({
  colors: { pine, amber, brick, gray: stone, dark: night, red: brick, green: pine, yellow: amber },
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.34,
  fontFamily: sans,
  fontFamilyMonospace: mono,
  headings: { fontFamily: sans, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9063rem', lg: '1.0625rem', xl: '1.25rem' },
  shadows: {
    xs: '0 1px 2px rgb(10 25 18 / 6%)',
    sm: '0 1px 3px rgb(10 25 18 / 8%), 0 4px 14px rgb(10 25 18 / 4%)',
    md: '0 8px 28px rgb(10 25 18 / 14%)',
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    // Its place for the focus is none of the children that a menu may have; the first item takes it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: {
      defaultProps: { centered: true, overlayProps: { blur: 2, backgroundOpacity: 0.45 }, radius: 'lg' },
      styles: { title: { fontSize: '1.0625rem', fontWeight: 650 } },
    },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 250, events: { hover: true, focus: true, touch: true } },
    },
    SegmentedControl: { defaultProps: { withItemsBorders: false, radius: 'md' } },
    Table: { defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'md' } },
  },
});

/** Our own names for colours beside Mantine's, and Mantine's where theirs are too faint to read. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8f6',
    '--mantine-color-text': '#17211d',
    '--mantine-color-dimmed': '#56635d',
    '--mantine-color-placeholder': '#68746e',
    '--mantine-color-error': '#a82f21',
    '--mantine-color-anchor': '#0b6b52',
    '--mantine-color-default-border': '#d3d9d4',
    '--tp-surface': '#ffffff',
    '--tp-sunken': '#eff2ef',
    '--tp-line': '#e3e7e3',
    '--tp-line-strong': '#d3d9d4',
    '--tp-good': '#0b6b52',
    '--tp-good-soft': '#e3f3ec',
    '--tp-warn': '#7d4f00',
    '--tp-warn-soft': '#fff2d6',
    '--tp-bad': '#a82f21',
    '--tp-bad-soft': '#fdebe8',
    '--tp-calm': '#4d5953',
    '--tp-calm-soft': '#eef1ee',
    '--tp-bar': '#f6b73c',
    '--tp-bar-text': '#3a2600',
    '--tp-chart-1': '#0f7d61',
    '--tp-chart-2': '#d58a0b',
    '--tp-chart-grid': '#e8ebe8',
    '--tp-chart-axis': '#56635d',
    '--tp-switch-off': '#8c9791',
  },
  dark: {
    '--mantine-color-dimmed': '#9dada5',
    '--mantine-color-placeholder': '#8a9a92',
    '--mantine-color-error': '#f08d80',
    '--mantine-color-anchor': '#5fc4a5',
    '--mantine-color-default': '#26302b',
    '--mantine-color-default-hover': '#313d37',
    '--mantine-color-default-border': '#55645c',
    '--mantine-color-pine-light': '#174a3b',
    '--mantine-color-pine-light-hover': '#1d5a48',
    '--tp-surface': '#151c19',
    '--tp-sunken': '#0b100e',
    '--tp-line': '#232c28',
    '--tp-line-strong': '#37433d',
    '--tp-good': '#62c9a9',
    '--tp-good-soft': '#143328',
    '--tp-warn': '#f6c665',
    '--tp-warn-soft': '#332508',
    '--tp-bad': '#f2998d',
    '--tp-bad-soft': '#35190f',
    '--tp-calm': '#b3c0b9',
    '--tp-calm-soft': '#222b27',
    '--tp-bar': '#d9971f',
    '--tp-bar-text': '#1d1200',
    '--tp-chart-1': '#3fb491',
    '--tp-chart-2': '#f0b04a',
    '--tp-chart-grid': '#212a26',
    '--tp-chart-axis': '#9dada5',
    '--tp-switch-off': '#5d6c64',
  },
});
