/** What kind of party makes a change: an API key, a signed-in member, whoever runs the instance, or the instance itself. */
export type ActorKind = 'api_key' | 'member' | 'operator' | 'system';

/** Who makes a change. `id` is of that kind; `label` is what people know it by, and never a secret. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
  readonly label: string | null;
}
