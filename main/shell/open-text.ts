import { open } from 'node:fs/promises'
import type { BrowserWindow, Dialog, FileFilter } from 'electron'
import { problemError } from '../connections/problem-error'

/**
 * Asks for a file and reads it as text. Null when the supervisor changed their mind, or may not any more. Rejects with ProblemError `invalid` (too
 * large) or `storage` (cannot be read).
 */
export async function openText(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: BrowserWindow | null,
  filters: FileFilter[],
  mostBytes: number,
  may: () => boolean = () => true,
): Promise<string | null> {
  const options = { properties: ['openFile' as const], filters }
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  const [path] = filePaths
  if (canceled || path === undefined || !may()) return null
  const bytes = await readUpTo(path, mostBytes + 1)
  if (bytes.length > mostBytes) throw problemError('invalid', 'The file is too large.')
  return bytes.toString('utf8')
}

async function readUpTo(path: string, most: number): Promise<Buffer> {
  try {
    const file = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    throw problemError('storage', 'The file cannot be read.')
  }
}
