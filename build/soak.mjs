// npm run soak -- app: a shift of eight hours in the real program (SOAK_HOURS for a shorter one, SOAK_JSON for every sample).
// npm run soak -- [--seeds 40] [--from 1] [--minutes 20] [--json FILE]: the board's long runs, seed after seed: a busy day on the
// practice workspace with faults on, and the properties of the model. One line a seed; fails when one of them fails.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { PlainError, runScript, say } from './lib/log.mjs'
import { tallyVitest } from './lib/reports.mjs'
import { inRoot } from './lib/paths.mjs'
import { run, runTool } from './lib/run.mjs'
import { prepareModules } from './prepare.mjs'

const FILES = ['test/contract/board-practice.test.ts', 'test/unit/board/model.test.ts']

/** @typedef {{seed: number, passed: number, failed: number, seconds: number, failures: string[]}} Outcome */

await runScript(async () => {
  if (process.argv[2] === 'app') return soakApp()
  const options = chosen(process.argv.slice(2))
  await prepareModules()
  const interrupted = new AbortController()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.once(signal, () => interrupted.abort())
  const until = Date.now() + options.minutes * 60_000
  const outcomes = []
  for (let seed = options.from; seed < options.from + options.seeds && Date.now() < until; seed++) {
    const outcome = await soak(seed, interrupted.signal)
    if (interrupted.signal.aborted) throw new PlainError('Interrupted.')
    outcomes.push(outcome)
    const { passed, failed, seconds, failures } = outcome
    process.stdout.write(`seed ${seed}: ${passed} passed, ${failed} failed (${seconds} s)\n`)
    for (const failure of failures) say(`\n✗ ${failure}\n`)
  }
  const bad = outcomes.filter(({ failed }) => failed > 0).map(({ seed }) => seed)
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify({ seeds: outcomes.length, bad, outcomes }, null, 2)}\n`)
  const left = options.seeds - outcomes.length
  process.stdout.write(
    `${outcomes.length} seeds, ${bad.length} failed${left > 0 ? `, ${left} not run: time is up` : ''}\n`,
  )
  return bad.length === 0 ? 0 : 1
})

/** The same as `npm run test:long -- app-soak`. */
async function soakApp() {
  const { code } = await run(process.execPath, [inRoot('build', 'test-long.mjs'), 'app-soak'])
  return code
}

/** @param {string[]} args */
function chosen(args) {
  const { values } = parseArgs({
    args,
    options: {
      seeds: { type: 'string', default: '40' },
      from: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '20' },
      json: { type: 'string' },
    },
  })
  const [seeds, from, minutes] = [values.seeds, values.from, values.minutes].map(Number)
  for (const [name, value] of Object.entries({ seeds, from, minutes }))
    if (value === undefined || !(value >= 1)) throw new PlainError(`--${name} needs a number from 1.`)
  return { seeds: Number(seeds), from: Number(from), minutes: Number(minutes), json: values.json }
}

/** @param {number} seed @param {AbortSignal} signal @returns {Promise<Outcome>} */
async function soak(seed, signal) {
  const folder = await mkdtemp(path.join(tmpdir(), 'soak-'))
  const report = path.join(folder, 'report.json')
  const started = Date.now()
  try {
    const { code, stdout, stderr } = await runTool(
      'vitest/vitest.mjs',
      [
        'run',
        '--project=contract',
        '--project=unit',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...FILES,
      ],
      { output: 'capture', signal, env: { ...process.env, LONG: '1', SOAK_SEED: String(seed) } },
    )
    const seconds = Math.round((Date.now() - started) / 1000)
    const text = await readFile(report, 'utf8').catch(() => null)
    if (text === null) return { seed, passed: 0, failed: 1, seconds, failures: [`${stdout}${stderr}`.trim()] }
    const { passed, failed, failures } = tallyVitest(JSON.parse(text))
    const broken = code !== 0 && failed === 0 ? 1 : 0
    const more = broken === 1 ? [`${stdout}${stderr}`.trim()] : []
    return { seed, passed, failed: failed + broken, seconds, failures: [...failures, ...more] }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
