import { mkdir, open, readdir, rename, rm, truncate } from 'node:fs/promises'

/** What the records need of a disk. Tests put a full, slow or failing one in its place. */
export interface RecordFiles {
  /** Creates the folder and its parents if they are missing. */
  ensureFolder(folder: string): Promise<void>
  /** File names in the folder, in any order. */
  list(folder: string): Promise<readonly string[]>
  /** Opens for appending and creates the file if it is missing. */
  openForAppend(path: string): Promise<AppendHandle>
  /** The bytes of a file in order, in blocks small enough to be worked on without blocking. */
  read(path: string): AsyncIterable<Buffer>
  truncate(path: string, bytes: number): Promise<void>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
}

export interface AppendHandle {
  /** Size of the file when it was opened. */
  readonly bytes: number
  /** Resolves when all bytes are handed to the operating system; they are on disk only after `sync`. */
  append(text: string): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

const BLOCK_BYTES = 64 * 1024
/** Only the account that runs the program may read its records. */
const PRIVATE_FILE = 0o600
const PRIVATE_FOLDER = 0o700

export const diskFiles: RecordFiles = {
  ensureFolder: async (folder) => {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER })
  },
  list: (folder) => readdir(folder),
  openForAppend: async (path) => {
    const handle = await open(path, 'a', PRIVATE_FILE)
    const { size } = await handle.stat()
    return {
      bytes: size,
      append: async (text) => {
        await handle.appendFile(text, 'utf8')
      },
      sync: () => handle.datasync(),
      close: () => handle.close(),
    }
  },
  read: async function* (path) {
    const handle = await open(path, 'r')
    try {
      for (;;) {
        const block = Buffer.allocUnsafe(BLOCK_BYTES)
        const { bytesRead } = await handle.read(block, 0, BLOCK_BYTES, null)
        if (bytesRead === 0) return
        yield block.subarray(0, bytesRead)
      }
    } finally {
      await handle.close()
    }
  },
  truncate: (path, bytes) => truncate(path, bytes),
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { force: true }),
}

/** True for "no space left" and "quota exceeded", on whichever level of the disk they happen. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT'
}
