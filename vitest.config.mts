import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Soaks and other long runs are chosen with LONG=1; everything else has to end quickly. */
const long = process.env['LONG'] === '1'
const SECOND = 1_000

export default defineConfig({
  define: { __DEV__: 'false' },
  test: {
    // Most of a test's time is spent waiting for servers and processes of its own.
    maxWorkers: Math.max(3, availableParallelism()),
    testTimeout: long ? 600 * SECOND : 20 * SECOND,
    hookTimeout: 30 * SECOND,
    teardownTimeout: 10 * SECOND,
    // A test that changes the environment or a global must not leak it into the next.
    unstubEnvs: true,
    unstubGlobals: true,
    restoreMocks: true,
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          // Modules are loaded once a worker and not once a file; what a test changes of them it takes back.
          isolate: false,
          include: ['test/unit/**/*.test.ts'],
          exclude: ['test/unit/renderer/**'],
        },
      },
      {
        extends: true,
        plugins: [vue()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          isolate: false,
          include: ['test/unit/renderer/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          environment: 'node',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: long ? 600 * SECOND : 60 * SECOND,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          environment: 'node',
          include: ['test/faults/**/*.test.ts'],
          testTimeout: long ? 1_800 * SECOND : 120 * SECOND,
        },
      },
    ],
  },
})
