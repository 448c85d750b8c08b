import { LRUCache } from 'lru-cache';

interface Remembered<T> {
  readonly answer: T;
  /** When the question was put, not when the answer came: what it is about may have changed meanwhile. */
  readonly askedAtMs: number;
}

/**
 * Remembers answers of the database for a bounded time, and lets at most one question about a name be under way. A failure
 * reaches everybody who waits and is not remembered; of what was forgotten meanwhile no answer is.
 */
export class RecentAnswers<T> {
  private readonly known: LRUCache<string, Remembered<T>>;
  private readonly underWay = new Map<string, Promise<T>>();
  private generation = 0;

  constructor(
    private readonly ask: (name: string) => Promise<T>,
    private readonly ageMsMax: number,
    max: number,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {
    this.known = new LRUCache({ max });
  }

  /** What is remembered, else a promise of what is asked for. */
  of(name: string): { readonly answer: T } | Promise<{ readonly answer: T }> {
    const remembered = this.known.get(name);
    if (remembered !== undefined && this.monotonicMs() - remembered.askedAtMs <= this.ageMsMax)
      return remembered;
    const running = this.underWay.get(name) ?? this.load(name);
    return running.then((answer) => ({ answer }));
  }

  /** Forgets those that fit, and what is being asked just now. */
  forget(fits: (name: string, answer: T) => boolean): void {
    this.generation += 1;
    this.underWay.clear();
    for (const [name, { answer }] of [...this.known.entries()])
      if (fits(name, answer)) this.known.delete(name);
  }

  private load(name: string): Promise<T> {
    const askedAtMs = this.monotonicMs();
    const { generation } = this;
    const asked = this.ask(name)
      .then((answer) => {
        if (generation === this.generation) this.known.set(name, { answer, askedAtMs });
        return answer;
      })
      .finally(() => {
        if (this.underWay.get(name) === asked) this.underWay.delete(name);
      });
    this.underWay.set(name, asked);
    return asked;
  }
}
