// npm run policy: writes the administrative templates and samples of docs/admin.
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { inRoot } from '../lib/paths.mjs'
import { policyFiles } from './templates.mjs'

for (const [name, text] of Object.entries(policyFiles())) {
  const file = inRoot('docs', 'admin', name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}
