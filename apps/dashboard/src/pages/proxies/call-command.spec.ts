import { callCommand, callPath } from './call-command.js';

const price = (path: string, httpMethod = 'GET', isActive = true) => ({
  ...{ endpointId: path, path, httpMethod, isActive, summary: null, basePriceSats: 1 },
  ...{ maxUses: null, tokenValiditySeconds: null, reserve: true },
});

describe('the command that calls a proxy', () => {
  it('can be pasted as it stands, whatever the path holds', () => {
    expect(callCommand("https://pay.example/l402/proxy/a/it's")).toBe(
      "curl -i 'https://pay.example/l402/proxy/a/it'\\''s'",
    );
  });

  it('asks for something that is sold', () => {
    const prices = [price('/off', 'GET', false), price('/new', 'POST'), price('/forecast/{city}')];
    expect(callPath({ allowedPaths: [] }, prices)).toBe('/forecast/city');
    expect(callPath({ allowedPaths: ['/v1/*'] }, [])).toBe('/v1/x');
    expect(callPath({ allowedPaths: [] }, [])).toBe('/');
  });
});
