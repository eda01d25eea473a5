// What a hostile page could send: anything that the structured clone carries, and good requests with something wrong.
import fc from 'fast-check'

/** Runs of a property: `usual` within `npm test`, 10,000 with LONG=1. */
export const fuzzRuns = (usual: number): number => (process.env['LONG'] === '1' ? 10_000 : usual)

/** Long enough for 10,000 runs on a busy machine; ms. */
export const FUZZ_TIMEOUT_MS = process.env['LONG'] === '1' ? 900_000 : 60_000

/** Texts that programs have stumbled over. */
const NASTY_TEXTS = [
  '',
  '__proto__',
  'constructor',
  'toString',
  '\u0000',
  '\ud800',
  '‮reversed',
  '../../etc/passwd',
  '%2e%2e%2f',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '${process.env}',
  "'; drop table reservations; --",
  '=1+1',
  'WR' + 'f'.repeat(32),
  'x'.repeat(5_000),
] as const

/** Numbers at the edges. */
const NASTY_NUMBERS = [NaN, Infinity, -Infinity, -0, 2 ** 53, -1, 1e308, 0.1, 2 ** 31] as const

export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY_TEXTS),
  fc.string({ unit: 'binary' }),
)

const leaf: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  fc.constantFrom(...NASTY_NUMBERS),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.bigInt(),
)

/** Anything that can cross from a window to main, with and without a form. */
export const clonable: fc.Arbitrary<unknown> = fc.anything({
  key: fc.oneof(
    fc.constantFrom('sid', 'kind', 'id', '__proto__', 'constructor', 'then', 'toJSON'),
    nastyText,
  ),
  values: [leaf],
  maxDepth: 4,
  maxKeys: 6,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
})

/** A place within a tree of objects and arrays: the keys that lead to it. */
type Place = readonly (string | number)[]

function placesOf(value: unknown, here: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [here]
  return [here, ...Object.entries(value).flatMap(([key, child]) => placesOf(child, [...here, key]))]
}

function change(value: unknown, place: Place, how: (found: unknown) => unknown): unknown {
  const [key, ...rest] = place
  if (key === undefined || typeof value !== 'object' || value === null) return how(value)
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    return items.map((item, index) => (String(index) === String(key) ? change(item, rest, how) : item))
  }
  const entries = Object.entries(value).map(([name, child]): [string, unknown] => [
    name,
    name === key ? change(child, rest, how) : child,
  ])
  return Object.fromEntries(entries)
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One thing that goes wrong at one place of a value. */
const harm: fc.Arbitrary<(found: unknown) => unknown> = fc.oneof(
  clonable.map((other) => () => other),
  nastyText.map((text) => (found: unknown) => (typeof found === 'string' ? found + text : text)),
  fc.tuple(nastyText, clonable).map(
    ([key, extra]) =>
      (found: unknown) =>
        isObject(found) ? Object.fromEntries([...Object.entries(found), [key, extra]]) : [found, extra],
  ),
  fc
    .nat(8)
    .map(
      (nth) => (found: unknown) =>
        isObject(found) ? Object.fromEntries(Object.entries(found).toSpliced(nth, 1)) : undefined,
    ),
  fc.nat(3).map((times) => (found: unknown) => Array.from({ length: times }, () => found)),
)

/** The value with one to three things gone wrong somewhere in it. */
export function harmed(value: unknown): fc.Arbitrary<unknown> {
  const once = (given: unknown) =>
    fc.tuple(fc.constantFrom(...placesOf(given)), harm).map(([place, how]) => change(given, place, how))
  return fc.integer({ min: 1, max: 3 }).chain((times) => {
    let made = once(value)
    for (let more = 1; more < times; more += 1) made = made.chain(once)
    return made
  })
}
