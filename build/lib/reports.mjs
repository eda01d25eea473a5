// Reads the runners' own reports into one shape.

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures each in full, ready to print
 */

/** @returns {Tally} */
export const emptyTally = () => ({ passed: 0, failed: 0, skipped: 0, failures: [] })

/** @param {readonly Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
      failures: [...all.failures, ...one.failures],
    }),
    emptyTally(),
  )
}

/** The last line of a run. @param {Tally} tally */
export const lastLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/**
 * @typedef {{fullName: string, status: string, failureMessages?: string[] | null}} VitestAssertion
 * @typedef {{name: string, status: string, message?: string, assertionResults: VitestAssertion[]}} VitestFile
 *
 * @param {{testResults: VitestFile[]}} report vitest's JSON reporter
 * @returns {Tally}
 */
export function tallyVitest(report) {
  const tally = emptyTally()
  for (const file of report.testResults) {
    const before = tally.failed
    for (const { fullName, status, failureMessages } of file.assertionResults) {
      if (status === 'passed') tally.passed += 1
      else if (status === 'failed') {
        tally.failed += 1
        tally.failures.push(`${file.name}\n${fullName}\n${(failureMessages ?? []).join('\n')}`)
      } else tally.skipped += 1
    }
    // A file that could not even be loaded has no test to blame.
    if (file.status === 'failed' && tally.failed === before) {
      tally.failed += 1
      tally.failures.push(`${file.name}\n${file.message ?? 'could not be loaded'}`)
    }
  }
  return tally
}

/**
 * @typedef {{message?: string, stack?: string}} PlaywrightError
 * @typedef {{status: string, results: {errors?: PlaywrightError[], attachments?: {name: string, path?: string}[]}[]}} PlaywrightTest
 * @typedef {{title: string, file: string, line: number, tests: PlaywrightTest[]}} PlaywrightSpec
 * @typedef {{title: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[]}} PlaywrightSuite
 *
 * @param {{suites: PlaywrightSuite[], errors: PlaywrightError[]}} report Playwright's JSON reporter
 * @returns {Tally}
 */
export function tallyPlaywright(report) {
  const tally = emptyTally()
  for (const { message, stack } of report.errors) {
    tally.failed += 1
    tally.failures.push(stack ?? message ?? 'Playwright failed')
  }
  for (const spec of report.suites.flatMap(specsOf)) {
    for (const test of spec.tests) {
      // "flaky" needed a second try: the product or the test is not sound, so it counts as failed.
      if (test.status === 'expected') tally.passed += 1
      else if (test.status === 'skipped') tally.skipped += 1
      else {
        tally.failed += 1
        const errors = test.results.flatMap((result) => result.errors ?? [])
        const files = test.results
          .flatMap((result) => result.attachments ?? [])
          .flatMap(({ path }) => path ?? [])
        const texts = [...new Set(errors.map((error) => error.stack ?? error.message ?? ''))]
        tally.failures.push([`${spec.file}:${spec.line} ${spec.title}`, ...texts, ...files].join('\n'))
      }
    }
  }
  return tally
}

/** @param {PlaywrightSuite} suite @returns {PlaywrightSpec[]} */
const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
