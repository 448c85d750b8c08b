import type { IconName } from '../ui/icon.js';

/** A place in the menu. */
export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
  /** The second letter of its shortcut, after `g`. */
  readonly letter?: string;
}

/** Places that belong together. */
export interface PlaceGroup {
  readonly title: string | null;
  readonly places: readonly Place[];
}

/** The menu of whoever sells. */
export const merchantPlaces: readonly PlaceGroup[] = [
  {
    title: null,
    places: [
      { to: '/', label: 'Overview', icon: 'overview', letter: 'o' },
      { to: '/feed', label: 'Live feed', icon: 'feed', letter: 'f' },
      { to: '/challenges', label: 'Challenges', icon: 'challenges', letter: 'c' },
      { to: '/inspector', label: 'Token inspector', icon: 'inspect', letter: 'i' },
    ],
  },
  {
    title: 'Connect',
    places: [
      { to: '/start', label: 'Setup guide', icon: 'start', letter: 's' },
      { to: '/keys', label: 'API keys', icon: 'key', letter: 'k' },
      { to: '/wallets', label: 'Wallets', icon: 'wallet', letter: 'w' },
      { to: '/proxies', label: 'Proxies', icon: 'proxy', letter: 'x' },
      { to: '/webhooks', label: 'Webhooks', icon: 'webhook', letter: 'h' },
    ],
  },
  {
    title: 'Account',
    places: [
      { to: '/plan', label: 'Usage & plan', icon: 'plan', letter: 'u' },
      { to: '/members', label: 'Members', icon: 'members', letter: 'm' },
      { to: '/settings', label: 'Settings', icon: 'settings', letter: 'e' },
      { to: '/audit', label: 'Audit log', icon: 'log', letter: 'a' },
    ],
  },
];

/** The menu of whoever runs the instance, below the others. */
export const operatorPlaces: PlaceGroup = {
  title: 'Operator',
  places: [
    { to: '/operator', label: 'Instance', icon: 'operator', letter: 'p' },
    { to: '/operator/merchants', label: 'Merchants', icon: 'members' },
    { to: '/operator/plans', label: 'Plans', icon: 'plan' },
    { to: '/operator/mails', label: 'Mail outbox', icon: 'mail' },
    { to: '/operator/audit', label: 'Audit of all', icon: 'log' },
  ],
};

/** Every place that can be reached by `g` and a letter. */
export const letteredPlaces: readonly Place[] = [...merchantPlaces, operatorPlaces]
  .flatMap(({ places }) => places)
  .filter(({ letter }) => letter !== undefined);
