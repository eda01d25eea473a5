import { defineConfig } from '@playwright/test'
import { moveToOwnDesktop, openedDesktops } from '../support/e2e/desktop'

const SECOND = 1_000

// Each worker reads this file once, before its first test.
moveToOwnDesktop(process.env)

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results',
  // Tests of one desktop share its keychain and its bus, so each has one worker.
  workers: Math.max(1, openedDesktops(process.env).length),
  fullyParallel: false,
  forbidOnly: true,
  // A second try would hide exactly the races these tests are for.
  retries: 0,
  timeout: 90 * SECOND,
  expect: { timeout: 10 * SECOND },
  globalTimeout: process.env['LONG'] === '1' ? 3_600 * SECOND : 900 * SECOND,
  reporter: 'list',
})
