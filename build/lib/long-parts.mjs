// What `npm run test:long` runs, in order.
import { electronegativity } from './electronegativity.mjs'
import { playwright, SUITES, vitest } from './suites.mjs'

/**
 * @typedef {import('./reports.mjs').Tally} Tally
 * @typedef {(signal: AbortSignal) => Promise<Tally>} Part
 */

/** @param {string} project @param {...string} files @returns {Part} */
const files =
  (project, ...files) =>
  (signal) =>
    vitest(project)(files, signal)

/** @type {Readonly<Record<string, Part>>} */
export const LONG_PARTS = Object.freeze({
  'fuzz-wall': files('faults', 'test/faults/fuzz-wall.test.ts'),
  'fuzz-files': files('faults', 'test/faults/fuzz-files.test.ts'),
  'fuzz-server': files('faults', 'test/faults/fuzz-server.test.ts'),
  model: files('unit', 'test/unit/board/model.test.ts', 'test/unit/bulk/truth.test.ts'),
  'busy-days': files('contract', 'test/contract/board-practice.test.ts', 'test/contract/busy-day.test.ts'),
  'bulk-faults': files('faults', 'test/faults/bulk-'),
  kill: (signal) => playwright('test/e2e/playwright.config.ts')(['kill'], signal),
  packaged: (signal) => /** @type {import('./suites.mjs').Suite} */ (SUITES.packaged)([], signal),
  'app-soak': (signal) => playwright('test/e2e/soak/playwright.config.ts')([], signal),
  electronegativity,
})

/** Parts that drive the built program. */
export const NEEDS_APP = new Set(['kill', 'packaged', 'app-soak', 'electronegativity'])
