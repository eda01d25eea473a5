// npm run demo: the tour of test/e2e/demo on the practice workspace; its pictures land in output/demo.
import { mkdir, rm } from 'node:fs/promises'
import { ensureBuilt } from './build.mjs'
import { runScript, say } from './lib/log.mjs'
import { inRoot } from './lib/paths.mjs'
import { runTool } from './lib/run.mjs'
import { openVirtualDesktop } from './lib/virtual-desktop.mjs'
import { prepare } from './prepare.mjs'

await runScript(async () => {
  await prepare('test')
  await ensureBuilt()
  const pictures = inRoot('output', 'demo')
  await rm(pictures, { recursive: true, force: true })
  await mkdir(pictures, { recursive: true })
  const desktop = process.platform === 'linux' ? await openVirtualDesktop({ keychain: true }) : null
  try {
    const { code } = await runTool(
      '@playwright/test/cli.js',
      ['test', '--config=test/e2e/demo/playwright.config.ts'],
      {
        env: { ...(desktop?.env ?? process.env), DEMO_OUTPUT: pictures },
      },
    )
    if (code === 0) say('The pictures are in output/demo.')
    return code
  } finally {
    await desktop?.close()
  }
})
