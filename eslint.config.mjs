import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

// Formatting belongs to Prettier alone, so no rule here is about layout. A rule that is softened says why beside it;
// no file switches one off for itself (test/architecture keeps that).
export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'coverage/**',
      '.data/**',
      '.data-emulated/**',
      'libs/database/src/generated/**',
      'test/vectors/**',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // A Nest module is often an empty class: a name, perhaps with a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowEmpty: true, allowWithDecorator: true }],
      // Numbers and booleans print as everybody expects; objects and undefined stay refused.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => stop()` and `return done(error)` are how a callback without a result is written, and Fastify's hooks with it.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Nest declares the options of its factory as classes and takes literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // It takes a field for unchanged over an `await`, while a stop that came meanwhile is just what is asked.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // An `async` method that awaits nothing keeps an interface's promise: whatever it throws is a rejection.
      '@typescript-eslint/require-await': 'off',
      // A leading underscore names an argument that a signature forces on us.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Parsers of hostile bytes must be able to name control characters.
      'no-control-regex': 'off',
      // `== null` is both null and undefined, which a request's absent member may be.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-param-reassign': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // What speaks to a person at a terminal may print, and so may a start that fails before there is a logger.
    files: ['apps/standalone/src/**/*.ts', 'apps/*/src/main.ts', 'test/bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // A specification, or what only specifications use, may hand over a method, assert that something is there, and read JSON answers as it knows them.
    files: ['**/*.spec.ts', '**/*.fake.ts', '**/*.conformance.ts', '**/testing/**/*.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // Parts of these run in the pages that they open.
    files: ['test/support/dashboard/*.mjs'],
    languageOptions: {
      globals: {
        PerformanceObserver: 'readonly',
        document: 'readonly',
        localStorage: 'readonly',
        window: 'readonly',
      },
    },
  },
  {
    // Servers of other runtimes.
    files: ['test/runtimes/*.mjs'],
    languageOptions: {
      globals: {
        Bun: 'readonly',
        Deno: 'readonly',
        Headers: 'readonly',
        Request: 'readonly',
        Response: 'readonly',
      },
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: 'module',
      globals: {
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        setImmediate: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);
