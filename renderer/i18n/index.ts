import { computed, type ComputedRef } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Settings } from '../../preload/contract/settings'
import { formatCount } from '../ui/format'
import { en } from './messages/en'
import { es } from './messages/es'
import type { MessageKey, MessageTree } from './keys'

export type { MessageKey } from './keys'

const LANGUAGES = ['en', 'es'] as const
export type Language = (typeof LANGUAGES)[number]

const messages: Readonly<Record<Language, MessageTree>> = { en, es }

/** The plugin, for components that call `useI18n`. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: messages as unknown as Record<Language, Record<string, never>>,
  missingWarn: false,
  fallbackWarn: false,
})

/**
 * The few functions we use, with plain types: the library's own derive every key from the messages again, which is more than
 * the compiler will do for a catalogue of this size. `MessageKey` checks the keys.
 */
interface Composer {
  readonly locale: { value: Language }
  readonly t: (key: string, values: MessageValues, options?: { readonly plural: number }) => string
  readonly te: (key: string, locale: Language) => boolean
}

const global = i18n.global as unknown as Composer

/** Locale for numbers, dates and durations: the system's, where its language is the one on screen, so that `en-GB` stays British. */
let systemLocale = 'en'

/** Which of our languages a setting means on a system with the given locale (`es-MX` → `es`, anything unknown → `en`). */
export function resolveLanguage(setting: Settings['language'], locale: string): Language {
  if (setting !== 'system') return setting
  const spoken = locale.toLowerCase().split(/[-_]/)[0]
  return LANGUAGES.find((language) => language === spoken) ?? 'en'
}

/** Switches every text on screen at once, and the document's language with it. */
export function applyLanguage(setting: Settings['language'], locale: string): void {
  systemLocale = locale
  global.locale.value = resolveLanguage(setting, locale)
  document.documentElement.lang = global.locale.value
}

export type MessageValues = Readonly<Record<string, string | number>>

/**
 * The text behind a key in the language on screen. `count` chooses the plural form and is also `{n}`, written by locale.
 * Reactive: a template that calls it follows a change of language.
 */
export function translate(key: MessageKey, values: MessageValues = {}, count?: number): string {
  return count === undefined
    ? global.t(key, { ...values })
    : global.t(key, { n: formatCount(count, formatLocale.value), ...values }, { plural: count })
}

/** Whether there is a wording for a key made at run time (a reason or a code that a newer server or main may send). */
export const hasMessage = (key: string): key is MessageKey => global.te(key, 'en')

const formatLocale = computed(() =>
  systemLocale.toLowerCase().startsWith(global.locale.value) ? systemLocale : global.locale.value,
)

export interface Messages {
  readonly t: typeof translate
  /** BCP 47 tag for `Intl` formatters. */
  readonly locale: ComputedRef<string>
}

/** Texts for a component. Works without any plugin, so that a component can be mounted alone. */
export const useMessages = (): Messages => ({ t: translate, locale: formatLocale })
