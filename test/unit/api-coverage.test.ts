// docs/API-COVERAGE.md says where each operation, parameter and option lives and what proves it; this keeps it true.
import { readFile, stat } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { inRoot } from '../../build/lib/paths.mjs'
import { Form } from '../../main/practice/http/form'
import { checkParameters } from '../../main/practice/http/parameters'
import { DEFAULT_PRACTICE_RULES } from '../../main/practice/options'
import { Refusal } from '../../main/practice/world/refusal'
import { PARAMETERS, type ParameterSpec } from '../../preload/contract/instructions'

const text = await readFile(inRoot('docs/API-COVERAGE.md'), 'utf8')

/** The rows below a heading, as cells; the head of the table and its rule are left out. */
function tableBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = text.split(`\n## ${heading}\n`)
  const [own = ''] = section.split('\n## ')
  const rows = own.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const bare = (cell = ''): string => cell.replaceAll('`', '')

interface Proof {
  readonly file: string
  /** Null: the whole file. */
  readonly test: string | null
}

const proofs: readonly Proof[] = text
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .flatMap((line) => line.split('|').flatMap((cell) => cell.trim().split(' · ')))
  .filter((chunk) => /^(unit|contract|faults|e2e)\//.test(chunk))
  .map((chunk) => {
    const [file = '', test = null] = chunk.split(' › ')
    return { file, test }
  })

const files = [...text.matchAll(/`((?:main|preload|renderer|build|test|docs)\/[\w./-]+)`/g)].map(
  ([, path = '']) => path,
)

const parameters = tableBelow('The 54 parameters of an update')
const rules = tableBelow('Where public facts are uncertain')
const starts = tableBelow('How a practice workspace starts')

async function sourceOf(file: string): Promise<string | null> {
  for (const ending of ['.test.ts', '.spec.ts']) {
    const source = await readFile(inRoot('test', `${file}${ending}`), 'utf8').catch(() => null)
    if (source !== null) return source.replaceAll("\\'", "'")
  }
  return null
}

describe('what docs/API-COVERAGE.md names', () => {
  it.each([...new Set(proofs.map(({ file, test }) => (test === null ? file : `${file} › ${test}`)))])(
    'is a test: %s',
    async (proof) => {
      const [file = '', test = ''] = proof.split(' › ')
      expect(await sourceOf(file)).toContain(test)
    },
  )

  it.each([...new Set(files)])('is there: %s', async (path) => {
    await expect(stat(inRoot(path))).resolves.toBeDefined()
  })

  it('are functions of the client', async () => {
    const source = await readFile(inRoot('main/taskrouter/api.ts'), 'utf8')
    const named = tableBelow('Reservations (REST API page “Reservations”)')
      .concat(tableBelow('Around a reservation'))
      .flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)/g)].map(([, name = '']) => name))
      .filter((name) => name !== 'instructionOf')
    expect(new Set(named).size).toBeGreaterThan(20)
    for (const name of named) expect(source).toMatch(new RegExp(`^ {2}${name}\\(`, 'm'))
  })

  it('proves every row', () => {
    const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/\| proof +\|$/.test(line))
    expect(rows.length).toBeGreaterThan(120)
    expect(rows.filter((line) => !/\| (unit|contract|faults|e2e)\/[^|]*\|$/.test(line))).toEqual([])
  })
})

describe('the table of parameters', () => {
  it('has each of the 54, once, in the order of the contract', () => {
    expect(parameters.map(([name]) => bare(name))).toEqual(PARAMETERS.map(({ name }) => name))
    expect(parameters).toHaveLength(54)
  })

  it.each(PARAMETERS.map((spec: ParameterSpec) => [spec.name, spec] as const))(
    '%s: instructions, source and place are as the contract says',
    async (name, spec) => {
      const [, kinds = '', documented, place] = parameters.find(([cell]) => bare(cell) === name) ?? []
      expect(kinds.split(', ')).toEqual(spec.belongsTo)
      expect(documented).toBe(/page/.test(spec.source) ? 'page' : 'API description')
      const source = await readFile(inRoot('preload/contract/instructions', bare(place)), 'utf8')
      expect(source).toContain(`name: '${name}'`)
    },
  )

  it.each(parameters.map((row) => [bare(row[0]), Number(row[5])] as const))(
    '%s: a bad value is refused by the practice workspace with %i',
    (name, code) => {
      let refusal: unknown
      try {
        checkParameters(Form.parse(`${name}=`), 'task')
      } catch (error) {
        refusal = error
      }
      expect(refusal).toBeInstanceOf(Refusal)
      expect(refusal).toMatchObject({ status: 400, code })
    },
  )
})

describe('the tables of practice options', () => {
  it('name every rule with its default and a reason', () => {
    const written = Object.fromEntries(rules.map(([name, preset]) => [bare(name), bare(preset)]))
    const known = Object.entries(DEFAULT_PRACTICE_RULES).map(([name, value]) => [name, String(value)])
    expect(written).toEqual(Object.fromEntries(known))
    for (const [name, , open, reason] of rules) {
      expect(open?.length, name).toBeGreaterThan(10)
      expect(reason?.length, name).toBeGreaterThan(10)
    }
  })

  it('name everything that can be chosen at the start', async () => {
    const source = await readFile(inRoot('main/practice/options.ts'), 'utf8')
    const [, declared = ''] = source.split('export interface PracticeOptions {')
    const names = [...declared.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(10)
    expect(starts.map(([name]) => bare(name))).toEqual(names)
  })
})
