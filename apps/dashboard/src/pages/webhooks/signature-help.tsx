import { CodeBlock } from '../../ui/code-block.js';

const code = `import { Webhook } from 'standardwebhooks';

const event = new Webhook(process.env.TURNPIKE_WEBHOOK_SECRET)
  .verify(rawBody, request.headers);
if (event.type === 'challenge.paid') deliver(event.data.paymentHash);`;

/** How a receiver checks that an event is ours. */
export function SignatureHelp() {
  return (
    <div>
      <p style={{ margin: '0 0 6px' }}>
        Check each request with it, over the raw body: signatures follow Standard Webhooks, for which there
        are libraries in most languages. An event may arrive twice; its id is in{' '}
        <span className="tp-mono">webhook-id</span>.
      </p>
      <CodeBlock code={code} what="example in JavaScript" />
    </div>
  );
}
