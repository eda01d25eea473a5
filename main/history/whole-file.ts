import type { RecordFiles } from './files'

/** Replaces a small file as a whole: after a crash it holds the old text or the new one, never a part. */
export async function replaceFile(files: RecordFiles, path: string, text: string): Promise<void> {
  const beside = `${path}.new`
  await files.remove(beside)
  const handle = await files.openForAppend(beside)
  try {
    await handle.append(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await files.rename(beside, path)
}

/** The text of a file of at most `maxBytes`; null when there is none, or when it is larger. Rejects with the disk's error. */
export async function readWhole(files: RecordFiles, path: string, maxBytes: number): Promise<string | null> {
  const blocks: Buffer[] = []
  let bytes = 0
  try {
    for await (const block of files.read(path)) {
      bytes += block.length
      if (bytes > maxBytes) return null
      blocks.push(Buffer.from(block))
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  return Buffer.concat(blocks).toString('utf8')
}
