import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { AddressGuard, toOutboundFailure } from '@turnpike/outbound';
import { outcomeOfAnswer, outcomeOfFailure } from './delivery-outcome.js';
import type { DeliveryOutcome } from './delivery-outcome.js';
import { EndpointClients } from './endpoint-clients.js';
import { signMessage } from './sign-message.js';
import type { WebhookMessage } from './sign-message.js';
import { webhookBounds } from './webhook-bounds.js';

/**
 * Sends one message to one address: signed, once, to no address that the guard refuses, following nobody elsewhere, within
 * a bounded time. Whatever comes of it is an outcome; it never rejects. Nothing of the answer but its status is kept.
 */
@Injectable()
export class SendMessage implements OnApplicationShutdown {
  private readonly clients: EndpointClients;
  private readonly closing = new AbortController();
  /** For tests, which do not wait so long. */
  protected readonly sendMillis: number = webhookBounds.sendMillis;

  constructor(
    guard: AddressGuard,
    private readonly clock: Clock,
  ) {
    this.clients = new EndpointClients(guard);
  }

  /** One attempt. */
  async run(address: string, message: WebhookMessage, keys: readonly Buffer[]): Promise<DeliveryOutcome> {
    const url = new URL(address);
    const deadline = AbortSignal.timeout(this.sendMillis);
    try {
      const { status, headers } = await this.clients.with(url, (client) =>
        client.send({
          method: 'POST',
          path: url.pathname + url.search,
          headers: { ...signMessage(message, keys), 'user-agent': 'Turnpike-Webhooks' },
          body: message.body,
          signal: AbortSignal.any([deadline, this.closing.signal]),
          bytesMax: webhookBounds.answerBytesMax,
          dropsExcess: true,
        }),
      );
      return outcomeOfAnswer(status, headers['retry-after'], this.clock.now());
    } catch (error) {
      return outcomeOfFailure(toOutboundFailure(error), deadline.aborted);
    }
  }

  /** Whether messages are cut off because the process ends: then an outcome says nothing of the receiver. */
  get isClosing(): boolean {
    return this.closing.signal.aborted;
  }

  /** Cuts off what is under way and closes every connection. */
  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await this.clients.close();
  }
}
