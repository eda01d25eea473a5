// Electronegativity on the built bundles: a tripwire for patterns that nobody should write. It is fetched for the run, not a dependency.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { emptyTally } from './reports.mjs'
import { inRoot } from './paths.mjs'
import { runNpm } from './run.mjs'

const PACKAGE = '@doyensec/electronegativity@1.10.3'

/** What it says of this program and why that is no fault; SECURITY.md has the same with the proofs. */
const EXPLAINED = Object.freeze({
  CSP_GLOBAL_CHECK:
    "Every directive falls back to default-src 'none'; what a meta element cannot say (frame-ancestors) the header does.",
  LIMIT_NAVIGATION_GLOBAL_CHECK:
    'It looks for literal .on("new-window"); ours are registered for every contents in a loop.',
  PERMISSION_REQUEST_HANDLER_GLOBAL_CHECK:
    'The handlers are set on the session that the window uses, in a function of their own.',
})

/**
 * @param {string} csv the tool's report
 * @returns {string[]} findings that are not explained, one line each
 */
function unexplained(csv) {
  return csv
    .split('\n')
    .slice(1)
    .filter((line) => /^[A-Z_]+,/.test(line) && !((line.split(',', 1)[0] ?? '') in EXPLAINED))
}

/** @param {AbortSignal} signal @returns {Promise<import('./reports.mjs').Tally>} */
export async function electronegativity(signal) {
  const folder = await mkdtemp(path.join(tmpdir(), 'electronegativity-'))
  const report = path.join(folder, 'report.csv')
  const { version } = JSON.parse(await readFile(inRoot('node_modules', 'electron', 'package.json'), 'utf8'))
  try {
    const args = ['-i', inRoot('dist'), '-o', report, '-r', '-e', version]
    const ended = await runNpm(['exec', '--yes', '--', PACKAGE, ...args], { output: 'capture', signal })
    const csv = await readFile(report, 'utf8').catch(() => null)
    if (csv === null)
      return {
        ...emptyTally(),
        failed: 1,
        failures: [`${PACKAGE} wrote no report.\n${ended.stdout}${ended.stderr}`],
      }
    const findings = unexplained(csv)
    return findings.length === 0
      ? { ...emptyTally(), passed: 1 }
      : { ...emptyTally(), failed: findings.length, failures: findings }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
