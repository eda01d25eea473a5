import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** Names of the files below a folder in which a text stands. */
export async function filesHolding(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const holding: string[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    if ((await readFile(file).catch(() => Buffer.alloc(0))).includes(text)) holding.push(entry.name)
  }
  return holding
}
