// What `npm test` runs: each suite runs a tool and answers a tally.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { emptyTally, sum, tallyPlaywright, tallyVitest } from './reports.mjs'
import { inRoot } from './paths.mjs'
import { run, runTool } from './run.mjs'
import { openVirtualDesktop } from './virtual-desktop.mjs'

/**
 * @typedef {import('./reports.mjs').Tally} Tally
 * @typedef {(args: readonly string[], signal: AbortSignal) => Promise<Tally>} Suite
 */

/** @param {string} script @param {readonly string[]} fixed @returns {Suite} a check that passes or fails as one */
const check = (script, fixed) => async (args, signal) => {
  const { code, stdout, stderr } = await runTool(script, [...fixed, ...args], { output: 'capture', signal })
  return code === 0 ? passedOnce() : failedOnce(`${stdout}${stderr}`.trim())
}

/** @param {readonly string[]} projects @returns {Suite} */
export const vitest =
  (...projects) =>
  (args, signal) =>
    withReport(async (report) => {
      const flags = projects.map((project) => `--project=${project}`)
      const output = ['--reporter=json', `--outputFile.json=${report}`]
      const ended = await runTool('vitest/vitest.mjs', ['run', ...flags, ...output, ...args], {
        output: 'capture',
        signal,
      })
      return judge(ended, await readReport(report, tallyVitest))
    })

/** @type {Suite} */
const build = async (args, signal) => {
  const { code, stdout, stderr } = await run(process.execPath, [inRoot('build', 'build.mjs'), ...args], {
    output: 'capture',
    signal,
  })
  return code === 0 ? passedOnce() : failedOnce(`${stdout}${stderr}`.trim())
}

/** @param {string} config of Playwright @returns {Suite} on a desktop of its own with a real keychain */
export const playwright = (config) => (args, signal) =>
  withReport(async (report) => {
    const desktop = process.platform === 'linux' ? await openVirtualDesktop({ keychain: true }) : null
    try {
      const ended = await runTool(
        '@playwright/test/cli.js',
        ['test', `--config=${config}`, '--reporter=json', ...args],
        {
          output: 'capture',
          signal,
          env: { ...(desktop?.env ?? process.env), PLAYWRIGHT_JSON_OUTPUT_NAME: report },
        },
      )
      return judge(ended, await readReport(report, tallyPlaywright))
    } finally {
      await desktop?.close()
    }
  })

/**
 * The tests of a configuration in two parts that run at the same time, each on a desktop and with a keychain of its own: a
 * seventh less time on two processors. Tests that are named run in one part.
 * @param {string} config of Playwright @returns {Suite}
 */
const playwrightInParts = (config) => async (args, signal) => {
  const parts = args.length > 0 ? 1 : Math.min(2, availableParallelism())
  if (parts === 1) return playwright(config)(args, signal)
  const each = Array.from({ length: parts }, (_, index) => index + 1)
  return sum(
    await Promise.all(
      each.map((part) =>
        playwright(config)(
          [`--shard=${part}/${parts}`, `--output=${inRoot('test-results', `part-${part}`)}`],
          signal,
        ),
      ),
    ),
  )
}

const drivePackage = playwright('test/e2e/packaged/playwright.config.ts')

/** @type {Suite} lays the package out as it ships, then drives it */
const packaged = async (args, signal) => {
  const { code, stdout, stderr } = await run(process.execPath, [inRoot('build', 'package.mjs'), '--dir'], {
    output: 'capture',
    signal,
  })
  return code === 0 ? drivePackage(args, signal) : failedOnce(`${stdout}${stderr}`.trim())
}

/** @type {Readonly<Record<string, Suite>>} */
export const SUITES = Object.freeze({
  format: check('prettier/bin/prettier.cjs', ['--check', '.', '--log-level', 'warn']),
  lint: check('eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  types: check('vue-tsc/bin/vue-tsc.js', ['--build']),
  unit: vitest('unit', 'renderer'),
  contract: vitest('contract'),
  faults: vitest('faults'),
  // The three above in one go, so that no worker waits for the last file of a suite.
  tests: vitest('unit', 'renderer', 'contract', 'faults'),
  build,
  e2e: playwrightInParts('test/e2e/playwright.config.ts'),
  packaged,
})

/** Everything: one stage after the other, the suites of a stage at the same time. @type {readonly (readonly string[])[]} */
export const STAGES = Object.freeze([
  ['format', 'lint', 'types'],
  ['tests'],
  ['build'],
  ['e2e'],
  ['packaged'],
])

/**
 * A runner's word against its exit code: a run that failed without a failed test has failed, and so has one that
 * ran nothing.
 * @param {import('./run.mjs').RunResult} ended
 * @param {Tally | null} tally null: no report was written
 * @returns {Tally}
 */
export function judge({ code, stdout, stderr }, tally) {
  const said = `${stdout}\n${stderr}`.trim()
  if (tally === null) return failedOnce(said || 'The runner wrote no report.')
  if (tally.failed > 0) return tally
  if (code !== 0) return { ...tally, failed: 1, failures: [said || `The runner ended with code ${code}.`] }
  if (tally.passed === 0) return { ...tally, failed: 1, failures: ['No test was run.'] }
  return tally
}

/** @returns {Tally} */
const passedOnce = () => ({ ...emptyTally(), passed: 1 })
/** @param {string} text @returns {Tally} */
const failedOnce = (text) => ({ ...emptyTally(), failed: 1, failures: [text] })

/** @param {(report: string) => Promise<Tally>} work */
async function withReport(work) {
  const folder = await mkdtemp(path.join(tmpdir(), 'report-'))
  try {
    return await work(path.join(folder, 'report.json'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @template R @param {string} file @param {(report: R) => Tally} tally */
async function readReport(file, tally) {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : tally(JSON.parse(text))
}
