// npm test: everything, or one suite by name. Further arguments go to the suite's own runner.
import { PlainError, runScript, say } from './lib/log.mjs'
import { prepare, prepareModules } from './prepare.mjs'

await runScript(async () => {
  const [name, ...args] = process.argv.slice(2)
  if (name === undefined || name === 'e2e' || name === 'packaged') await prepare('test')
  else await prepareModules()

  const { STAGES, SUITES } = await import('./lib/suites.mjs')
  const { lastLine, sum } = await import('./lib/reports.mjs')
  if (name !== undefined && !(name in SUITES)) {
    throw new PlainError(`There is no suite "${name}". The suites: ${Object.keys(SUITES).join(', ')}.`)
  }
  const interrupted = new AbortController()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => interrupted.abort())
  }
  // The end-to-end suite runs what dist/ holds, so that it is never an older build that passes.
  const stages = name === undefined ? STAGES : name === 'e2e' ? [['build'], ['e2e']] : [[name]]

  /** @param {string} suiteName */
  const runSuite = async (suiteName) => {
    const started = Date.now()
    const suite = SUITES[suiteName]
    if (suite === undefined) throw new PlainError(`There is no suite "${suiteName}".`)
    const tally = await suite(suiteName === name ? args : [], interrupted.signal)
    for (const failure of tally.failures) say(`\n✗ ${failure}\n`)
    say(`${suiteName.padEnd(9)} ${lastLine(tally)} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
    return tally
  }
  const tallies = []
  for (const stage of stages) {
    if (interrupted.signal.aborted) throw new PlainError('Interrupted.')
    tallies.push(...(await Promise.all(stage.map(runSuite))))
  }
  const total = sum(tallies)
  process.stdout.write(`${lastLine(total)}\n`)
  return total.failed === 0 ? 0 : 1
})
