import { SCENARIOS, type PracticeOptions, type Scenario } from './options'

/** Thrown for a command line that cannot be understood; the message is for the reader. */
export class UsageError extends Error {}

export const USAGE = `Usage: practice [options]
  --port N         port on 127.0.0.1 (default 0: any free one)
  --seed N         the same seed plays the same workspace (default 7)
  --scenario NAME  ${SCENARIOS.join(' | ')} (default helpdesk)
  --tasks N        live tasks; implies the standard scenario
  --workers N      workers; implies the standard scenario
  --events N       events a day; implies the standard scenario
  --speed X        how fast time passes (default 1; 0 stands still)
  --latency MS     what each answer takes (default 0)
  --jitter MS      up to so much more (default 0)
  --rps N          requests per second before 429 (default 0: no limit)
  --burst N        requests at a stroke (default: as rps)
  --concurrency N  requests at once before 429 (default 0: no limit)
`

type NumberOption = Exclude<
  {
    [Key in keyof PracticeOptions]-?: number extends PracticeOptions[Key] ? Key : never
  }[keyof PracticeOptions],
  undefined
>

const NUMBERS: Readonly<
  Record<string, { readonly option: NumberOption; readonly max: number; readonly whole: boolean }>
> = {
  '--port': { option: 'port', max: 65_535, whole: true },
  '--seed': { option: 'seed', max: 2_147_483_647, whole: true },
  '--tasks': { option: 'tasks', max: 500_000, whole: true },
  '--workers': { option: 'workers', max: 50_000, whole: true },
  '--events': { option: 'eventsPerDay', max: 5_000_000, whole: true },
  '--speed': { option: 'speed', max: 10_000, whole: false },
  '--latency': { option: 'latencyMs', max: 600_000, whole: false },
  '--jitter': { option: 'jitterMs', max: 600_000, whole: false },
  '--rps': { option: 'rps', max: 100_000, whole: false },
  '--burst': { option: 'burst', max: 100_000, whole: true },
  '--concurrency': { option: 'concurrency', max: 100_000, whole: true },
}

/**
 * Reads the command line, `--name value` or `--name=value`.
 * @throws UsageError for an unknown flag, a missing value or a value out of range.
 */
export function readArguments(words: readonly string[]): PracticeOptions {
  const numbers: Partial<Record<NumberOption, number>> = {}
  let scenario: Scenario | undefined
  const rest = words.flatMap((word) => (/^--[^=]+=/.test(word) ? splitAtEquals(word) : [word]))
  for (let index = 0; index < rest.length; index += 2) {
    const [flag = '', value] = [rest[index], rest[index + 1]]
    const known = NUMBERS[flag]
    if (known === undefined && flag !== '--scenario') throw new UsageError(`Unknown option: ${flag}`)
    if (value === undefined) throw new UsageError(`${flag} needs a value`)
    if (known === undefined) scenario = readScenario(value)
    else numbers[known.option] = readNumber(flag, value, known)
  }
  const scaled = ['tasks', 'workers', 'eventsPerDay'] as const
  const implied = scaled.some((name) => numbers[name] !== undefined) ? 'standard' : undefined
  const chosen = scenario ?? implied
  return { ...numbers, ...(chosen === undefined ? {} : { scenario: chosen }) }
}

function splitAtEquals(word: string): string[] {
  const at = word.indexOf('=')
  return [word.slice(0, at), word.slice(at + 1)]
}

function readScenario(value: string): Scenario {
  const scenario = SCENARIOS.find((each) => each === value)
  if (scenario === undefined)
    throw new UsageError(`--scenario must be one of ${SCENARIOS.join(', ')}, not ${value}`)
  return scenario
}

function readNumber(
  flag: string,
  text: string,
  limits: { readonly max: number; readonly whole: boolean },
): number {
  const value = Number(text)
  const fits =
    text.trim() !== '' && value >= 0 && value <= limits.max && (!limits.whole || Number.isInteger(value))
  if (!fits)
    throw new UsageError(
      `${flag} must be a ${limits.whole ? 'whole ' : ''}number from 0 to ${limits.max}, not ${text}`,
    )
  return value
}
