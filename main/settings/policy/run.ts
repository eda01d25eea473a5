import { execFile } from 'node:child_process'

/** A finished command. */
export interface Ran {
  readonly code: number
  readonly stdout: string
}

/** Runs a system tool. Rejects when it cannot be started or does not end in time. */
export type Run = (file: string, args: readonly string[]) => Promise<Ran>

const PATIENCE_MS = 10_000
const MOST_BYTES = 4_000_000

export const runTool: Run = (file, args) =>
  new Promise((resolve, reject) => {
    const options = {
      timeout: PATIENCE_MS,
      maxBuffer: MOST_BYTES,
      windowsHide: true,
      // cmd.exe has quoting rules of its own; what it gets is written out in windows.ts.
      windowsVerbatimArguments: true,
    }
    execFile(file, [...args], options, (error, stdout) => {
      if (error === null) resolve({ code: 0, stdout })
      else if (typeof error.code === 'number') resolve({ code: error.code, stdout })
      else reject(error)
    })
  })
