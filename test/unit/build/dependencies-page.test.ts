// docs/DEPENDENCIES.md says what is used, in which version and under which licence; this keeps it true.
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inRoot } from '../../../build/lib/paths.mjs'

const page = await readFile(inRoot('docs/DEPENDENCIES.md'), 'utf8')
const rows = page
  .split('\n')
  .map((line) => /^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|/.exec(line))
  .filter((match) => match !== null)
  .map(([, name = '', version = '', licence = '', purpose = '']) => ({ name, version, licence, purpose }))

const packages = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})

async function json(...parts: string[]): Promise<unknown> {
  return JSON.parse(await readFile(inRoot(...parts), 'utf8'))
}

const { dependencies, devDependencies } = packages.parse(await json('package.json'))
const pins = { ...dependencies, ...devDependencies }

describe('the page of dependencies', () => {
  it('names every one of them once, with the version that is pinned', () => {
    expect(rows.map(({ name, version }) => [name, version]).sort()).toEqual(Object.entries(pins).sort())
  })

  it.each(rows)('tells the licence of $name as the package does, and what it is for', async (row) => {
    const installed = z
      .object({ license: z.string() })
      .parse(await json('node_modules', row.name, 'package.json'))
    expect(row.licence).toBe(installed.license)
    expect(row.purpose.trim()).not.toBe('')
  })
})
