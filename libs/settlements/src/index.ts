export { LookUpRound } from './look-up-round.js';
export { LookUps } from './look-ups.js';
export { nextLookUpAt } from './look-up-schedule.js';
export type { InvoiceTimes, LookUpHabits } from './look-up-schedule.js';
export { SettlementsModule } from './settlements.module.js';
export { TakeHints } from './take-hints.js';
export type { HintSource } from './take-hints.js';
