// What `npm test` runs: each suite runs a tool and answers a tally.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { emptyTally, tallyPlaywright, tallyVitest } from './reports.mjs'
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

/**
 * @param {string} config of Playwright
 * @param {number} [count] desktops to open, one for each worker that the configuration starts
 * @returns {Suite} on desktops of its own with a real keychain each
 */
export const playwright =
  (config, count = 1) =>
  (args, signal) =>
    withReport(async (report) => {
      const desktops = process.platform === 'linux' ? await openDesktops(count) : []
      try {
        const ended = await runTool(
          '@playwright/test/cli.js',
          ['test', `--config=${config}`, '--reporter=json', ...args],
          {
            output: 'capture',
            signal,
            env: {
              ...(desktops[0]?.env ?? process.env),
              ...(desktops.length > 0
                ? { TEST_DESKTOPS: JSON.stringify(desktops.map(({ env }) => addedTo(process.env, env))) }
                : {}),
              PLAYWRIGHT_JSON_OUTPUT_NAME: report,
            },
          },
        )
        return judge(ended, await readReport(report, tallyPlaywright))
      } finally {
        await Promise.all(desktops.map((desktop) => desktop.close()))
      }
    })

/** All of them, or none: when one does not come up, the others are closed again.
 * @param {number} count */
async function openDesktops(count) {
  const opened = await Promise.allSettled(
    Array.from({ length: count }, () => openVirtualDesktop({ keychain: true })),
  )
  const desktops = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const failed = opened.find((each) => each.status === 'rejected')
  if (failed === undefined) return desktops
  await Promise.all(desktops.map((desktop) => desktop.close()))
  throw failed.reason
}

/** The variables of `env` that differ from those of `base`.
 * @param {NodeJS.ProcessEnv} base @param {NodeJS.ProcessEnv} env */
const addedTo = (base, env) =>
  Object.fromEntries(Object.entries(env).filter(([name, value]) => base[name] !== value))

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
  // Two apps at a time, as each waits for its screen half of its life.
  e2e: playwright('test/e2e/playwright.config.ts', Math.min(2, availableParallelism())),
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
