// npm run practice: serves the practice workspace alone. Its first line on stdout is JSON, so we say nothing there.
import { ensureBuilt } from './build.mjs'
import { runScript } from './lib/log.mjs'
import { inRoot } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { prepareModules } from './prepare.mjs'

await runScript(async () => {
  await prepareModules()
  await ensureBuilt()
  const { code } = await run(process.execPath, [
    inRoot('dist', 'main', 'practice-cli.cjs'),
    ...process.argv.slice(2),
  ])
  return code
})
