import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'vite'
import { practiceConfig } from '../../build/lib/vite-configs.mjs'

export interface BuiltPractice {
  /** Serves from the command line. */
  readonly cli: string
  /** Entry of the worker thread. */
  readonly thread: string
  remove(): Promise<void>
}

/** Builds the practice bundles as the program ships them; they need nothing beside them. */
export async function buildPractice(): Promise<BuiltPractice> {
  const config = practiceConfig({ dev: false })
  if (config === null) throw new Error('The practice workspace has no entries.')
  const folder = await mkdtemp(path.join(tmpdir(), 'console-practice-'))
  await build({ ...config, build: { ...config.build, outDir: folder, emptyOutDir: false } })
  return {
    cli: path.join(folder, 'practice-cli.cjs'),
    thread: path.join(folder, 'practice-thread.cjs'),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}
