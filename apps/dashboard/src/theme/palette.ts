import type { MantineColorsTuple } from '@mantine/core';

/** Our own colour, and that of live mode. */
export const pine: MantineColorsTuple = [
  '#e9f6f1',
  '#d0eae0',
  '#a5d5c6',
  '#74bea8',
  '#4caa8d',
  '#319c7d',
  '#15795d',
  '#0b6b52',
  '#0a5a46',
  '#06432f',
];

/** The colour of test mode, and of warnings. */
export const amber: MantineColorsTuple = [
  '#fff7e6',
  '#ffedc9',
  '#fddc94',
  '#fbc95b',
  '#f6b73c',
  '#e79d17',
  '#b87400',
  '#8f5900',
  '#754900',
  '#573600',
];

/** What is refused, lost or cannot be undone. */
export const brick: MantineColorsTuple = [
  '#fdeeec',
  '#fadbd7',
  '#f2b5ad',
  '#ea8c80',
  '#e26a5b',
  '#d94f3e',
  '#c23b2b',
  '#a82f21',
  '#8c261a',
  '#6b1c13',
];

/** Greys with a little green in them, for light grounds. */
export const stone: MantineColorsTuple = [
  '#f7f8f6',
  '#eff2ef',
  '#e3e7e3',
  '#d3d9d4',
  '#b9c2bc',
  '#8c9791',
  '#66736c',
  '#4d5953',
  '#2f3a35',
  '#17211d',
];

/** The same for dark grounds, from text to the deepest shadow. */
export const night: MantineColorsTuple = [
  '#e6ece8',
  '#c6d0ca',
  '#9dada5',
  '#8a9a92',
  '#37433d',
  '#29332e',
  '#1a221f',
  '#0f1513',
  '#0b100e',
  '#070a09',
];
