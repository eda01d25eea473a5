import { REASON_WORDS } from './reason-words'

/** Numbers and reasons as the tray, the badge and notices say them. */
export interface TrayWords {
  /** "3 pending, 1 stuck, 2 to watch". */
  readonly counts: (pending: number, stuck: number, watch: number) => string
  /** "Reject loop: 3 reservations". */
  readonly reason: (reason: string, rows: number) => string
  /** "and 4 more reasons". */
  readonly moreReasons: (count: number) => string
  /** "Stuck in Billing: 6 reservations". */
  readonly alert: (name: string, rows: number) => string
  readonly alerts: (count: number) => string
  /** What the number on the taskbar says to somebody who does not see it. */
  readonly badge: (stuck: number) => string
}

interface Phrases {
  readonly pending: Forms
  readonly stuck: Forms
  readonly watch: Forms
  readonly rows: Forms
  readonly more: Forms
  readonly alerts: Forms
}

/** Both languages know "one" and "other"; Spanish also "many", for whole millions, which reads like "other" here. */
interface Forms {
  readonly one: string
  readonly other: string
}

const PHRASES: Readonly<Record<'en' | 'es', Phrases>> = {
  en: {
    pending: { one: '{n} pending', other: '{n} pending' },
    stuck: { one: '{n} stuck', other: '{n} stuck' },
    watch: { one: '{n} to watch', other: '{n} to watch' },
    rows: { one: '{n} reservation', other: '{n} reservations' },
    more: { one: 'and {n} more reason', other: 'and {n} more reasons' },
    alerts: { one: '{n} alert', other: '{n} alerts' },
  },
  es: {
    pending: { one: '{n} pendiente', other: '{n} pendientes' },
    stuck: { one: '{n} atascada', other: '{n} atascadas' },
    watch: { one: '{n} por vigilar', other: '{n} por vigilar' },
    rows: { one: '{n} reserva', other: '{n} reservas' },
    more: { one: 'y {n} motivo más', other: 'y {n} motivos más' },
    alerts: { one: '{n} aviso', other: '{n} avisos' },
  },
}

/** @param locale of the operating system, such as `es-MX`; its numbers are used when it speaks the language */
export function trayWords(language: 'en' | 'es', locale: string): TrayWords {
  const numbers = numberLocale(language, locale)
  const format = new Intl.NumberFormat(numbers)
  const plural = new Intl.PluralRules(language)
  const phrases = PHRASES[language]
  const say = (forms: Forms, count: number): string =>
    forms[plural.select(count) === 'one' ? 'one' : 'other'].replace('{n}', format.format(count))
  const names: ReadonlyMap<string, string> = new Map(Object.entries(REASON_WORDS[language]))
  return {
    counts: (pending, stuck, watch) => {
      const parts = [say(phrases.pending, pending), say(phrases.stuck, stuck)]
      if (watch > 0) parts.push(say(phrases.watch, watch))
      return parts.join(', ')
    },
    reason: (reason, rows) => `${names.get(reason) ?? reason}: ${say(phrases.rows, rows)}`,
    alert: (name, rows) => `${name}: ${say(phrases.rows, rows)}`,
    alerts: (count) => say(phrases.alerts, count),
    moreReasons: (count) => say(phrases.more, count),
    badge: (stuck) => say(phrases.stuck, stuck),
  }
}

function numberLocale(language: string, locale: string): string {
  if (locale.toLowerCase().split('-')[0] !== language) return language
  return Intl.NumberFormat.supportedLocalesOf([locale])[0] ?? language
}
