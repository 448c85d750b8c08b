import { CodeBlock } from '../../ui/code-block.js';

/** How a server is given its key. */
export function KeyUse() {
  return (
    <div>
      <p style={{ margin: '0 0 6px' }}>
        Give it to your server as a variable, and send it as <span className="tp-mono">X-API-Key</span>:
      </p>
      <CodeBlock
        what="curl command"
        code={`curl -sS ${window.location.origin}/api/l402/challenges \\
  -H "X-API-Key: $TURNPIKE_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"resource": "/api/weather", "priceSats": 10}'`}
      />
    </div>
  );
}
