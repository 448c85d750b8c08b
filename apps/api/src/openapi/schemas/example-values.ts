/**
 * One purchase that all examples tell of, in test mode: a real macaroon and a real invoice for the same payment hash. A
 * specification verifies them under the key of the protocol's known answer.
 */
export const example = {
  merchantId: 1042,
  resource: '/v1/forecast',
  amountSats: 25,
  preimage: 'ed7a545cd950f5bf307f70a7c25cc959be79585270f52088b830c41cc8fe7ec4',
  paymentHash: 'd6b750c0676538094a247e20fa7636eb9d37e0abd904a2a11797573b792a9c2a',
  macaroon:
    'AgEIdHVybnBpa2UCQgAA1rdQwGdlOAlKJH4g+nY265034KvZBKKhF5dXO3kqnCoHHIyxUQxo7oN8GO28WumSW77o1dgrKoR4pTfhuIVEXQACEXBhdGg9' +
    'L3YxL2ZvcmVjYXN0AAIQbWVyY2hhbnRfaWQ9MTA0MgACDmFtb3VudF9zYXRzPTI1AAISZXhwaXJlcz0xODkzNDU2MDAwAAAGIMs5P5e0i5IzWKAlAlI6' +
    '4uu9vZucd7z7WKWkUqy4YT/1',
  invoice:
    'lnbcrt250n1pcdhjnspp566m4psr8v5uqjj3y0cs05a3kawwn0c9tmyz29gghjatnk7f2ns4qdq5fahx2grxdaex2cmpwd6qxqzjcsp5n70el8uln70el' +
    '8uln70el8uln70el8uln70el8uln70el8uln70s9qypscqcqpjwdh0ea84rmnsrq6grhvkmdpkgkctlnlcd6v9gyt3lumr702y3lckgus8ce40p73tq03dc' +
    'yd5waz6gpkwm5ynvuus6rj4gaqjt8yq69qphtm5kg',
  description: 'One forecast',
  createdAt: '2029-12-31T23:00:00Z',
  paidAt: '2029-12-31T23:02:11Z',
  invoiceExpiresAt: '2029-12-31T23:10:00Z',
  tokenExpiresAt: '2030-01-01T00:00:00Z',
  requestId: 'req-7f3a1c',
  useId: 'use_HIyxUQxo7o18GO28WumSWwAAAAAAAAAB',
  correlationId: '4f1c2d9ab0e84f0d9d5c1b7a6e3f2081',
  apiKeyId: 'key_5f0c1e7a9b3d4826a1c0e4f7d2b68395',
  apiKey: 'tp_test_exampleOnlyNotARealKeyExampleOnly0000',
  liveApiKey: 'tp_live_exampleOnlyNotARealKeyExampleOnly0000',
  walletId: 'wal_9c1e4b7a2d5f80316e4c9a7b1d3f5e20',
  webhookId: 'we_2f8d0b6c4e1a4937b5d2c8f06a7e9143',
  eventId: '0b9f8a52-6c1d-4f3e-9a57-2f6f1c3b8e11',
  noticeToken: '5d0a7c3e91b2486f8e4d1c6b0f9a2738',
  proxyId: 'weather-a1b2',
  baseUrl: 'http://127.0.0.1:4020',
} as const;
