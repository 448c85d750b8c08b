import { readOperations } from './openapi-operations.js';

describe('operations of an OpenAPI document', () => {
  it('are read with their prices, where it names any', () => {
    const document = {
      openapi: '3.1.0',
      paths: {
        '/users/{id}': {
          parameters: [],
          get: { operationId: 'getUser', summary: ' One\nuser ', 'x-payment': { price_sats: 12 } },
          delete: { 'x-payment-info': { offers: [{ amount: '7', currency: 'sat' }] } },
        },
        '/': { post: { 'x-price-sats': 0 } },
      },
    };
    expect(readOperations(document)).toEqual({
      operations: [
        { endpointId: 'getUser', path: '/users/{id}', httpMethod: 'GET', summary: 'One user', priceSats: 12 },
        {
          endpointId: 'delete-users-id',
          path: '/users/{id}',
          httpMethod: 'DELETE',
          summary: null,
          priceSats: 7,
        },
        { endpointId: 'post', path: '/', httpMethod: 'POST', summary: null, priceSats: null },
      ],
      skipped: [],
    });
  });

  it('have no price of ours where the document names one in other money', () => {
    const offers = [
      { intent: 'charge', method: 'tempo', amount: '5', currency: 'usd' },
      { intent: 'charge', method: 'lightning', amount: '300', currency: 'sat' },
    ];
    const paths = {
      '/a': { get: { 'x-payment-info': { offers } } },
      '/b': { get: { 'x-payment-info': { offers: offers.slice(0, 1) } } },
    };
    expect(readOperations({ paths })).toMatchObject({
      operations: [{ priceSats: 300 }, { priceSats: null }],
    });
  });

  it('are skipped where their path has no single meaning or their name comes twice', () => {
    const get = { operationId: 'same' };
    const paths = { '/a': { get }, '/b': { get }, '/c{d}': { get: {} }, '/../e': { get: {} }, '/f': null };
    expect(readOperations({ paths })).toMatchObject({
      operations: [{ path: '/a' }],
      skipped: [
        { path: '/b', httpMethod: 'GET', why: 'name_twice' },
        { path: '/c{d}', why: 'path' },
        { path: '/../e', why: 'path' },
      ],
    });
  });

  it.each([null, 'x', {}, { paths: [] }, { paths: null }])('are not read from %j', (document) => {
    expect(readOperations(document)).toBeNull();
  });
});
