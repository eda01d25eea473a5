import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { PROBLEM_CODES } from '../../../../preload/contract/envelope'
import { applyLanguage, hasMessage, resolveLanguage, translate, useMessages } from '../../../../renderer/i18n'
import { en } from '../../../../renderer/i18n/messages/en'
import { es } from '../../../../renderer/i18n/messages/es'

interface Tree {
  readonly [key: string]: string | Tree
}

const leaves = (tree: Tree, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`),
  )
const placeholders = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()
const forms = (text: string): number => text.split(' | ').length

const english = leaves(en)
const spanish = new Map(leaves(es))

/** What may show a text: everything of the window but the texts themselves. */
async function sourceFiles(): Promise<readonly string[]> {
  const folder = path.resolve(import.meta.dirname, '../../../../renderer')
  const names = await readdir(folder, { recursive: true })
  return names
    .filter((name) => /\.(ts|vue)$/.test(name) && !/[\\/]messages[\\/]/.test(name))
    .map((name) => path.join(folder, name))
}

afterEach(() => {
  applyLanguage('en', 'en')
})

describe('messages', () => {
  it('has every text in both languages, with the same values and plural forms', () => {
    expect([...spanish.keys()].sort()).toEqual(english.map(([key]) => key).sort())
    for (const [key, text] of english) {
      const other = spanish.get(key) ?? ''
      expect(other.trim(), key).not.toBe('')
      expect(placeholders(other), key).toEqual(placeholders(text))
      expect(forms(other), key).toBe(forms(text))
    }
  })

  it('compiles every text: none is shown with its braces', () => {
    for (const language of ['en', 'es'] as const) {
      applyLanguage(language, language)
      for (const [key, text] of english) {
        expect(hasMessage(key), key).toBe(true)
        if (!hasMessage(key)) continue
        const values = Object.fromEntries(placeholders(text).map((name) => [name, 'value']))
        expect(translate(key, values, 2), key).not.toMatch(/[{}|]/)
      }
    }
  })

  it('has no text that nothing shows', async () => {
    const sources = await Promise.all((await sourceFiles()).map((file) => readFile(file, 'utf8')))
    const code = sources.join('\n')
    const named = new Set([...code.matchAll(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/gi)].map(([, key = '']) => key))
    const built = [...code.matchAll(/`([a-z]\w*\.[^`\s]*\$\{[^`]*)`/gi)].map(([, text = '']) => {
      const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'))
      return new RegExp(`^${parts.join('[^.]+')}$`)
    })
    const isShown = (key: string): boolean =>
      named.has(key) || named.has(key.replace(/\.\w+$/, '')) || built.some((pattern) => pattern.test(key))
    expect(named.size).toBeGreaterThan(500)
    expect(english.map(([key]) => key).filter((key) => !isShown(key))).toEqual([])
  })

  it('words every problem in its own way', () => {
    const titles = PROBLEM_CODES.map((code) => translate(`problem.${code}.title`))
    expect(new Set(titles).size).toBe(PROBLEM_CODES.length)
  })

  it('counts in words', () => {
    expect(translate('freshness.rows', {}, 0)).toBe('no reservations')
    expect(translate('freshness.rows', {}, 1)).toBe('1 reservation')
    expect(translate('freshness.rows', {}, 12)).toBe('12 reservations')
    expect(translate('freshness.rows', {}, 12_345)).toBe('12,345 reservations')
    applyLanguage('es', 'es')
    expect(translate('freshness.rows', {}, 12_345)).toBe('12.345 reservas')
  })
})

describe('languages', () => {
  it.each([
    ['system', 'es-MX', 'es'],
    ['system', 'es', 'es'],
    ['system', 'fi-FI', 'en'],
    ['system', 'eskimo', 'en'],
    ['en', 'es-ES', 'en'],
    ['es', 'en-US', 'es'],
  ] as const)('setting %s on a %s system speaks %s', (setting, locale, expected) => {
    expect(resolveLanguage(setting, locale)).toBe(expected)
  })

  it('switches texts and the language of the document at once, and keeps the regional formats of its own language', () => {
    const { t, locale } = useMessages()
    applyLanguage('system', 'es-MX')
    expect(t('status.pending')).toBe('Pendiente')
    expect(document.documentElement.lang).toBe('es')
    expect(locale.value).toBe('es-MX')
    applyLanguage('en', 'es-MX')
    expect(locale.value).toBe('en')
  })
})
