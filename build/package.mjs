// npm run package: the installers of this system. `-- --dir` only lays out the app, to check the packaging.
import { buildAll } from './build.mjs'
import { withLock } from './lib/lock.mjs'
import { runScript, say } from './lib/log.mjs'
import { lockOf } from './lib/paths.mjs'
import { runTool } from './lib/run.mjs'
import { prepare } from './prepare.mjs'

await runScript(async () => {
  const args = process.argv.slice(2)
  const checkOnly = args.includes('--dir')
  // For a release the old carried runtime is refused here, before anything is built.
  const runtime = await prepare(checkOnly ? 'start' : 'package')
  await withLock(lockOf('dist'), () => buildAll())

  const own = []
  if (runtime.source === 'carried' || runtime.source === 'override') {
    own.push(`-c.electronDist=${runtime.dist}`, `-c.electronVersion=${runtime.version}`)
  }
  if (checkOnly && runtime.source === 'carried') {
    say(
      `Laid out around the old Electron ${runtime.version}: for checking the packaging, not for anybody's desk.`,
    )
  }
  const { code } = await runTool('electron-builder/cli.js', ['--publish', 'never', ...own, ...args])
  return code
})
