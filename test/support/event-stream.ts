/** One event of a stream. */
export interface StreamedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** A reader of server-sent events. */
export class EventStream {
  readonly events: StreamedEvent[] = [];
  /** Whether the server has ended it. */
  ended = false;
  private text = '';

  private constructor(
    readonly response: Response,
    private readonly controller: AbortController,
  ) {
    void this.read().catch(() => undefined);
  }

  /** Opens one. */
  static async open(url: string, headers: Record<string, string>): Promise<EventStream> {
    const controller = new AbortController();
    const response = await fetch(url, { headers, signal: controller.signal });
    return new EventStream(response, controller);
  }

  /** Resolves when that is so. */
  async until(isSo: (stream: EventStream) => boolean): Promise<void> {
    while (!isSo(this)) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Goes away. */
  close(): void {
    this.controller.abort();
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body ?? []) {
        this.text += decoder.decode(chunk as Uint8Array, { stream: true });
        const messages = this.text.split('\n\n');
        this.text = messages.pop() ?? '';
        for (const message of messages) this.take(message);
      }
    } finally {
      this.ended = true;
    }
  }

  private take(message: string): void {
    const fields = new Map(
      message.split('\n').map((line) => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), line.slice(colon + 2)] as const;
      }),
    );
    const [id, event, data] = [fields.get('id'), fields.get('event'), fields.get('data')];
    if (id !== undefined && event !== undefined && data !== undefined) this.events.push({ id, event, data });
  }
}
