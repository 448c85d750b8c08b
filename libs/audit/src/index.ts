export type { Actor, ActorKind } from './actor.js';
