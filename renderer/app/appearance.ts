import type { Settings } from '../../preload/contract/settings'

export type Theme = 'light' | 'dark' | 'contrast'

const DARK = '(prefers-color-scheme: dark)'
const MORE_CONTRAST = '(prefers-contrast: more)'

/** What `system` means on this computer now. */
export function resolveTheme(setting: Settings['theme'], matches: (query: string) => boolean): Theme {
  if (setting !== 'system') return setting
  if (matches(MORE_CONTRAST)) return 'contrast'
  return matches(DARK) ? 'dark' : 'light'
}

/** Keeps theme and density of the document in step with the settings and, for `system`, with the desktop. */
export class Appearance {
  readonly #root: HTMLElement
  readonly #queries: readonly MediaQueryList[]
  #settings: Pick<Settings, 'theme' | 'density'> = { theme: 'system', density: 'compact' }

  constructor(window: Window) {
    this.#root = window.document.documentElement
    this.#queries = [DARK, MORE_CONTRAST].map((query) => window.matchMedia(query))
    for (const query of this.#queries) query.addEventListener('change', this.#show)
  }

  apply(settings: Pick<Settings, 'theme' | 'density'>): void {
    this.#settings = settings
    this.#show()
  }

  stop(): void {
    for (const query of this.#queries) query.removeEventListener('change', this.#show)
  }

  readonly #show = (): void => {
    const matches = (query: string): boolean =>
      this.#queries.some((known) => known.media === query && known.matches)
    this.#root.dataset['theme'] = resolveTheme(this.#settings.theme, matches)
    this.#root.dataset['density'] = this.#settings.density
  }
}
