import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'vite'
import type { ProcessOrder, Step } from '../faults/bulk-process'

/** Bundles the program of test/faults/bulk-process.ts; the path of the bundle. */
export async function bundleBulkProcess(): Promise<string> {
  const root = join(import.meta.dirname, '..')
  const outDir = join(root, '..', 'node_modules', '.cache', 'faults')
  await build({
    configFile: false,
    envDir: false,
    root,
    logLevel: 'error',
    publicDir: false,
    define: { __DEV__: 'false' },
    build: {
      ssr: true,
      target: 'node18',
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { 'bulk-process': join(root, 'faults', 'bulk-process.ts') },
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  })
  return join(outDir, 'bulk-process.mjs')
}

export interface BulkChild {
  /** Resolves when the program says this step; rejects if it ends before. */
  said(step: Step['step']): Promise<Step>
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>
  readonly gone: Promise<void>
}

export function startBulkProcess(bundle: string, order: ProcessOrder): BulkChild {
  const child = spawn(process.execPath, [bundle, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const steps: Step[] = []
  let text = ''
  let errors = ''
  let wake: () => void = () => undefined
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString('utf8')
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) steps.push(JSON.parse(line) as Step)
    wake()
  })
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString('utf8')
  })
  let ended = false
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      ended = true
      wake()
      resolve()
    })
  })
  return {
    gone,
    said: async (step) => {
      for (;;) {
        const found = steps.find((one) => one.step === step)
        if (found !== undefined) return found
        if (ended) throw new Error(`The program ended before it had ${step}. ${errors}`)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}
