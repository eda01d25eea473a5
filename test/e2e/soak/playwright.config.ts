import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  testMatch: '*.soak.ts',
  outputDir: '../../../test-results',
  workers: 1,
  forbidOnly: true,
  retries: 0,
  expect: { timeout: 20_000 },
  reporter: 'list',
})
