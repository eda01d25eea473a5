// Runs one bundled benchmark in a process of its own and sends its metrics to the runner.
import { pathToFileURL } from 'node:url'

const [, , bundle = ''] = process.argv
/** @type {{run(): Promise<Record<string, number>>}} */
const { run } = await import(pathToFileURL(bundle).href)
const metrics = await run()
process.send?.(metrics, () => process.exit(0))
