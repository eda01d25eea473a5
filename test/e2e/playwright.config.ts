import { defineConfig } from '@playwright/test'

const SECOND = 1_000

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results',
  // Tests of one desktop share its keychain and its bus.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A second try would hide exactly the races these tests are for.
  retries: 0,
  timeout: 90 * SECOND,
  expect: { timeout: 10 * SECOND },
  globalTimeout: process.env['LONG'] === '1' ? 3_600 * SECOND : 900 * SECOND,
  reporter: 'list',
})
