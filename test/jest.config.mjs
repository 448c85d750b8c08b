import { availableParallelism } from 'node:os';

// Nest 12 and its Fastify adapter are ES modules only; on Node 20 Jest can load them only when everything,
// node_modules included, is turned into CommonJS on the way in. Types are checked by `npm run types`.
export default {
  // Many suites wait for databases, processes and wallets more than they compute.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  workerIdleMemoryLimit: '1GB',
  rootDir: '..',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  testEnvironment: '<rootDir>/test/support/test-environment.mjs',
  moduleNameMapper: {
    '^@turnpike/middleware/(.*)$': '<rootDir>/libs/middleware/src/skins/$1.ts',
    '^@turnpike/(.*)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.(t|m?j)s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testTimeout: 30_000,
};
