import type { ServedProxy } from '../served-proxy.js';
import { llmsText } from './texts.js';

const endpoint = {
  endpointId: 'one',
  path: "/it's$(id)",
  httpMethod: 'GET',
  basePriceSats: 5,
  summary: null,
  maxUses: null,
  tokenValiditySeconds: null,
  reserve: true,
  isActive: true,
};

describe('the text for programs that read', () => {
  it('holds a call whose address a shell runs no part of', () => {
    const proxy = { name: 'x', defaultPriceSats: 1, endpoints: [endpoint], manifest: { description: null } };
    const scene = { baseUrl: 'https://pay.example/l402/proxy/x-a1b2', tokenValiditySeconds: 3600 };
    const call = /^ *curl '([^']*)' -H '[^']*'$/m.exec(llmsText(proxy as unknown as ServedProxy, scene));
    expect(call?.[1]).toBe('https://pay.example/l402/proxy/x-a1b2/it%27s$(id)');
  });
});
