const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Formatter = Intl.NumberFormat | Intl.DateTimeFormat | Intl.ListFormat

const formatters = new Map<string, Formatter>()

/** `Intl` objects are dear to make and safe to share. */
function cached<F extends Formatter>(key: string, make: () => F): F {
  const known = formatters.get(key)
  if (known !== undefined) return known as F
  const made = make()
  formatters.set(key, made)
  return made
}

const unit = (value: number, of: 'second' | 'minute' | 'hour' | 'day', locale: string): string =>
  cached(
    `${locale}:${of}`,
    () => new Intl.NumberFormat(locale, { style: 'unit', unit: of, unitDisplay: 'narrow' }),
  ).format(value)

const twoUnits = (
  value: number,
  large: number,
  largeName: 'minute' | 'hour' | 'day',
  small: number,
  smallName: 'second' | 'minute' | 'hour',
  locale: string,
): string =>
  `${unit(Math.floor(value / large), largeName, locale)} ${unit(Math.floor((value % large) / small), smallName, locale)}`

/**
 * A span of time in at most two units, such as `42s`, `3m 7s`, `2h 5m`, `4d 1h`, worded by locale. Negative spans (a clock that
 * is ahead) count as zero.
 */
export function formatDuration(milliseconds: number, locale: string): string {
  const span = Math.max(0, milliseconds)
  if (span < MINUTE) return unit(Math.floor(span / SECOND), 'second', locale)
  if (span < HOUR) return twoUnits(span, MINUTE, 'minute', SECOND, 'second', locale)
  if (span < DAY) return twoUnits(span, HOUR, 'hour', MINUTE, 'minute', locale)
  return twoUnits(span, DAY, 'day', HOUR, 'hour', locale)
}

/** A round span in its largest whole unit, such as `15m` or `4h`: for choices, where two units would say nothing more. */
export function formatSpan(milliseconds: number, locale: string): string {
  if (milliseconds % HOUR === 0) return unit(milliseconds / HOUR, 'hour', locale)
  if (milliseconds % MINUTE === 0) return unit(milliseconds / MINUTE, 'minute', locale)
  return unit(Math.round(milliseconds / SECOND), 'second', locale)
}

/** Date and time to the second in local time, with the zone: what a tooltip or a detail shows. */
export function formatInstant(at: number, locale: string, utc = false): string {
  return cached(
    `${locale}:instant:${String(utc)}`,
    () =>
      new Intl.DateTimeFormat(locale, {
        year: 'numeric',
        month: 'short',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
        timeZoneName: 'short',
        ...(utc ? { timeZone: 'UTC' } : {}),
      }),
  ).format(at)
}

/** Time of day to the second, for lists that are all of today. */
export function formatTimeOfDay(at: number, locale: string): string {
  return cached(
    `${locale}:time`,
    () =>
      new Intl.DateTimeFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }),
  ).format(at)
}

/** Time of day to the minute, such as `14:30`. */
export function formatClockTime(at: number, locale: string): string {
  return cached(
    `${locale}:clock`,
    () => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  ).format(at)
}

/** A whole number with the locale's separators. */
export const formatCount = (value: number, locale: string): string =>
  cached(`${locale}:count`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })).format(value)

/** `GET, POST, or PUT` in the locale's own words. */
export const formatChoices = (choices: readonly string[], locale: string): string =>
  cached(`${locale}:choices`, () => new Intl.ListFormat(locale, { type: 'disjunction' })).format(choices)

const SHORT_TAIL = 6

/** `WRab12…34cd56`: enough of a SID to tell two apart by eye. */
export const shortSid = (sid: string): string =>
  sid.length <= 2 + 2 * SHORT_TAIL ? sid : `${sid.slice(0, 2)}…${sid.slice(-SHORT_TAIL)}`
