/** A value of JSON laid out for reading: one line per leaf, nested by depth. */
export interface AttributeLine {
  readonly path: string
  readonly depth: number
  readonly name: string
  /** Null for a line that only opens an object or a list. */
  readonly value: string | null
}

const DEEPEST = 8

/** Lines of a JSON text in its own order; null when it is no JSON object (then the text is shown as it is). */
export function attributeLines(json: string): readonly AttributeLine[] | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    return null
  }
  return isBranch(parsed) ? linesOf(parsed, '', 0) : null
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null

function linesOf(branch: object, parent: string, depth: number): readonly AttributeLine[] {
  return Object.entries(branch).flatMap(([name, value]: [string, unknown]): readonly AttributeLine[] => {
    const path = parent === '' ? name : `${parent}.${name}`
    if (!isBranch(value) || isEmpty(value) || isPlainList(value) || depth >= DEEPEST) {
      return [{ path, depth, name, value: leafText(value) }]
    }
    return [{ path, depth, name, value: null }, ...linesOf(value, path, depth + 1)]
  })
}

const isEmpty = (branch: object): boolean => Object.keys(branch).length === 0
const isPlainList = (branch: object): branch is readonly unknown[] =>
  Array.isArray(branch) && !branch.some(isBranch)

function leafText(value: unknown): string {
  if (typeof value === 'string') return value
  if (isBranch(value) && isPlainList(value) && !isEmpty(value)) return value.map(leafText).join(', ')
  return JSON.stringify(value) ?? ''
}
