import { createLogger } from '@turnpike/observability';
import { PlainHttpWarning } from './plain-http-warning.js';

function logged(send: (warning: PlainHttpWarning) => void): unknown[] {
  const lines: string[] = [];
  send(new PlainHttpWarning(createLogger({ logLevel: 'info' }, { write: (line) => lines.push(line) })));
  return lines.map((line) => (JSON.parse(line) as { level: unknown }).level);
}

describe('a challenge over plain http', () => {
  it('is warned of when it is a live one, once in a process', () => {
    expect(
      logged((warning) => {
        for (let i = 0; i < 3; i += 1) warning.sending('live', 'http');
      }),
    ).toEqual(['warn']);
  });

  it('is nothing to warn of in test mode, nor is a live one over https', () => {
    expect(
      logged((warning) => {
        warning.sending('test', 'http');
        warning.sending('live', 'https');
      }),
    ).toEqual([]);
  });
});
