import { mintCommand, payCommand } from './commands.js';

describe('the commands of the guide', () => {
  it('can be pasted as they stand', () => {
    expect(mintCommand('https://pay.example.com', 'tp_test_1')).toBe(
      [
        "curl -s -X POST 'https://pay.example.com/api/l402/challenges' \\",
        "  -H 'X-API-Key: tp_test_1' \\",
        "  -H 'Content-Type: application/json' \\",
        `  -d '{"resource":"/api/hello","priceSats":10}'`,
      ].join('\n'),
    );
  });

  it('hold nothing that a shell would take for a command', () => {
    expect(payCommand('https://x', 'k', "a'; reboot '")).toContain(`{"invoice":"a'\\''; reboot '\\''"}`);
  });
});
