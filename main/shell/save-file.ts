import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BrowserWindow, Dialog } from 'electron'
import { problemError } from '../connections/problem-error'

/**
 * Asks where to and writes the pieces there. False when the supervisor changed their mind, or may not any more when they have
 * chosen: the console was locked while they were asked. Rejects with ProblemError `diskFull` or `storage`.
 */
export async function saveFile(
  dialog: Pick<Dialog, 'showSaveDialog'>,
  window: BrowserWindow | null,
  name: string,
  pieces: AsyncIterable<string> | Iterable<string>,
  may: () => boolean = () => true,
): Promise<boolean> {
  const options = { defaultPath: name }
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  if (canceled || filePath === undefined || filePath === '' || !may()) return false
  try {
    await pipeline(Readable.from(pieces), createWriteStream(filePath))
  } catch (error) {
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    throw full
      ? problemError('diskFull', 'There is no room left on the disk.')
      : problemError('storage', 'The file could not be written there.')
  }
  return true
}
