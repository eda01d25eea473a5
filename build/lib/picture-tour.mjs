import { mkdir, rm } from 'node:fs/promises'
import { ensureBuilt } from '../build.mjs'
import { prepare } from '../prepare.mjs'
import { say } from './log.mjs'
import { inRoot } from './paths.mjs'
import { runTool } from './run.mjs'
import { openVirtualDesktop } from './virtual-desktop.mjs'

/**
 * Drives the real app through a tour of test/e2e and leaves its pictures in output/.
 * @param {string} name of the tour's folder, and of the folder of its pictures
 * @param {string} variable by which the tour is told where its pictures go
 * @param {Readonly<Record<string, string>>} [wishes] further variables for the tour; with any, older pictures stay
 * @returns {Promise<number>} exit code
 */
export async function takePictures(name, variable, wishes = {}) {
  await prepare('test')
  await ensureBuilt()
  const pictures = inRoot('output', name)
  if (Object.keys(wishes).length === 0) await rm(pictures, { recursive: true, force: true })
  await mkdir(pictures, { recursive: true })
  const desktop = process.platform === 'linux' ? await openVirtualDesktop({ keychain: true }) : null
  try {
    const { code } = await runTool(
      '@playwright/test/cli.js',
      ['test', `--config=test/e2e/${name}/playwright.config.ts`],
      { env: { ...(desktop?.env ?? process.env), [variable]: pictures, ...wishes } },
    )
    if (code === 0) say(`The pictures are in output/${name}.`)
    return code
  } finally {
    await desktop?.close()
  }
}
