// SECURITY.md names a proof for every line of the checklist; this keeps the names true.
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { inRoot } from '../../build/lib/paths.mjs'

interface Proof {
  readonly line: string
  readonly file: string
  /** Null: the whole file. */
  readonly test: string | null
}

const table = (await readFile(inRoot('SECURITY.md'), 'utf8'))
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()))
  .filter(([, number]) => /^\d+[a-z]?$/.test(number ?? ''))

const proofs: readonly Proof[] = table.flatMap(([, line = '', , cell = '']) =>
  cell
    .split(' · ')
    .filter((proof) => /^(unit|contract|faults|e2e)\//.test(proof))
    .map((proof) => {
      const [file = '', test = null] = proof.split(' › ')
      return { line, file, test }
    }),
)

/** Lines that only a release with the publisher's certificates can prove. */
const RELEASE_ONLY: readonly string[] = ['19']

async function sourceOf(file: string): Promise<string | null> {
  for (const ending of ['.test.ts', '.spec.ts', '.drive.ts']) {
    const text = await readFile(inRoot('test', `${file}${ending}`), 'utf8').catch(() => null)
    if (text !== null) return text
  }
  return null
}

describe('the checklist of SECURITY.md', () => {
  it('has all twenty-six lines, each with a proof', () => {
    const lines = new Set(table.map(([, line]) => line))
    for (let number = 1; number <= 26; number += 1) expect(lines).toContain(String(number))
    const proved = new Set(proofs.map(({ line }) => line))
    const unproved = [...lines].filter((line) => !proved.has(line ?? ''))
    expect(unproved.filter((line) => !RELEASE_ONLY.includes(line ?? ''))).toEqual([])
  })

  it.each(proofs)('line $line: $file › $test', async ({ file, test }) => {
    const source = await sourceOf(file)
    expect(source).not.toBeNull()
    if (test !== null) expect(source?.replaceAll("\\'", "'")).toContain(test)
  })
})

it('every dependency is pinned to one version', async () => {
  const manifest = JSON.parse(await readFile(inRoot('package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >
  const versions = Object.values({ ...manifest['dependencies'], ...manifest['devDependencies'] })
  expect(versions.length).toBeGreaterThan(20)
  expect(versions.filter((version) => !/^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([])
})
