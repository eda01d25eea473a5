// npm run test:long [-- PART … | --list]: the long versions of what `npm test` runs briefly, all of them or the parts named.
import { say, PlainError, runScript } from './lib/log.mjs'
import { prepare, prepareModules } from './prepare.mjs'

await runScript(async () => {
  const names = process.argv.slice(2)
  await prepareModules()
  const { LONG_PARTS, NEEDS_APP } = await import('./lib/long-parts.mjs')
  const { emptyTally, lastLine, sum } = await import('./lib/reports.mjs')
  if (names.includes('--list')) {
    process.stdout.write(`${Object.keys(LONG_PARTS).join('\n')}\n`)
    return 0
  }
  const unknown = names.filter((name) => !(name in LONG_PARTS))
  if (unknown.length > 0)
    throw new PlainError(
      `There is no part ${unknown.join(', ')}. The parts: ${Object.keys(LONG_PARTS).join(', ')}.`,
    )
  const chosen = names.length > 0 ? names : Object.keys(LONG_PARTS)
  const interrupted = new AbortController()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.once(signal, () => interrupted.abort())
  if (chosen.some((name) => NEEDS_APP.has(name))) {
    await prepare('test')
    const { ensureBuilt } = await import('./build.mjs')
    await ensureBuilt()
  }
  process.env.LONG = '1'

  const tallies = []
  for (const name of chosen) {
    if (interrupted.signal.aborted) throw new PlainError('Interrupted.')
    const started = Date.now()
    const tally = (await LONG_PARTS[name]?.(interrupted.signal)) ?? emptyTally()
    for (const failure of tally.failures) say(`\n✗ ${failure}\n`)
    process.stdout.write(
      `${name.padEnd(17)} ${lastLine(tally)} (${((Date.now() - started) / 1000).toFixed(0)} s)\n`,
    )
    tallies.push(tally)
  }
  const total = sum(tallies)
  process.stdout.write(`${lastLine(total)}\n`)
  return total.failed === 0 ? 0 : 1
})
